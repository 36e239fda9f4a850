use support::server::Server;

const PROGRAM: &str = env!("CARGO_BIN_EXE_clusterbuy");

#[tokio::test]
async fn a_server_that_was_killed_starts_again_on_the_same_data() {
    let mut server = Server::start(PROGRAM, &["serve"], &[]).await;
    server.kill();
    server.start_again().await;
    let mut visitor = server.visitor();
    visitor.get("/").await;
    visitor.gets(200);
}

#[tokio::test]
async fn a_server_that_is_asked_to_stop_ends_well() {
    let mut server = Server::start(PROGRAM, &["serve"], &[]).await;
    let status = server.stop();
    assert!(status.success(), "{status}: {}", server.log());
}
