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
async fn a_backup_put_back_into_an_empty_place_is_the_same_record() {
    let server = Server::start(PROGRAM, &["serve"], &[]).await;
    assert!(server.run(&["invite-administrator", "pat@example.org", "Pat Doe"]).status.success());
    let told = server.run(&["verify-audit"]);
    assert_eq!(told.status.code(), Some(0));
    let archive = server.data().join("backup.tar").display().to_string();
    assert!(server.run(&["backup", &archive]).status.success());

    let mut other = Server::start(PROGRAM, &["serve"], &[]).await;
    assert_eq!(other.run(&["restore", &archive]).status.code(), Some(1), "the place is not empty");
    assert!(other.stop().success());
    std::fs::remove_dir_all(other.data().join("data")).unwrap();
    assert!(other.run(&["restore", &archive]).status.success());
    assert_eq!(other.run(&["verify-audit"]).stdout, told.stdout);
    other.start_again().await;
}

#[tokio::test]
async fn settings_that_make_no_sense_are_all_named_and_nothing_starts() {
    let server = Server::start(PROGRAM, &["serve"], &[]).await;
    let refused = server.run_with(&["check-config"], &[("CLUSTERBUY_LISTEN", "nowhere"), ("CLUSTERBUY_LISTN", "1")]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("CLUSTERBUY_LISTEN must be") && told.contains("CLUSTERBUY_LISTN is not"), "{told}");
}

#[tokio::test]
async fn a_server_that_is_asked_to_stop_ends_well() {
    let mut server = Server::start(PROGRAM, &["serve"], &[]).await;
    let status = server.stop();
    assert!(status.success(), "{status}: {}", server.log());
}
