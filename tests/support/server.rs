//! The real program as a process of its own, to be stopped, killed and started again.

use crate::Client;
use crate::guardian::free_port;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take until `/health/ready` answers 200; the demonstration has promised 10 seconds, and a
/// loaded machine builds it slower.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// A running server with a folder for its data. It is killed when this value goes.
#[derive(Debug)]
pub struct Server {
    program: PathBuf,
    arguments: Vec<String>,
    settings: Vec<(String, String)>,
    address: SocketAddr,
    child: Child,
    data: TempDir,
}

impl Server {
    /// Starts `program` (`env!("CARGO_BIN_EXE_clusterbuy")`) with `arguments` (`["serve"]`) on a free port with a new
    /// data folder and the given environment besides, and waits until it is ready.
    pub async fn start(program: &str, arguments: &[&str], settings: &[(&str, &str)]) -> Server {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let data = tempfile::tempdir().expect("a temporary folder");
        let program = PathBuf::from(program);
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        let settings: Vec<(String, String)> =
            settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let child = spawn(&program, &arguments, &settings, address, data.path());
        let mut server = Server { program, arguments, settings, address, child, data };
        server.wait_until_ready().await;
        server
    }

    /// Starts the same program on the same folder and port again, after it was killed or stopped.
    pub async fn start_again(&mut self) {
        self.child = spawn(&self.program, &self.arguments, &self.settings, self.address, self.data.path());
        self.wait_until_ready().await;
    }

    /// Runs another command of the same program on the same folder, and waits for it.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, &[])
    }

    /// As `run`, with these settings besides.
    pub fn run_with(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        let mut command = command(&self.program, &self.settings, self.address, self.data.path());
        command
            .args(arguments)
            .envs(settings.iter().copied())
            .output()
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
    }

    /// Kills the process as a crash would (SIGKILL).
    pub fn kill(&mut self) {
        self.child.kill().expect("the server is ours to kill");
        self.child.wait().expect("a killed process ends");
    }

    /// Asks the process to stop (SIGTERM) and waits until it has.
    pub fn stop(&mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
        self.child.wait().expect("a server that was asked to stop ends")
    }

    /// Someone who has not been here before.
    pub fn visitor(&self) -> Client {
        Client::at(self.address)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    async fn wait_until_ready(&mut self) {
        let until = Instant::now() + READY_WITHIN;
        while !self.is_ready().await {
            if let Some(status) = self.child.try_wait().expect("a child has a state") {
                panic!("the server ended with {status}: {}", self.log());
            }
            assert!(Instant::now() < until, "the server was not ready in time: {}", self.log());
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    async fn is_ready(&self) -> bool {
        if tokio::net::TcpStream::connect(self.address).await.is_err() {
            return false;
        }
        self.visitor().try_get("/health/ready").await == Some(200)
    }

    /// What the server wrote to its standard output and error.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data.path().join("server.log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(
    program: &Path,
    arguments: &[String],
    settings: &[(String, String)],
    address: SocketAddr,
    data: &Path,
) -> Child {
    let log = std::fs::File::options().create(true).append(true).open(data.join("server.log")).expect("a log file");
    let mut command = command(program, settings, address, data);
    command.args(arguments).stdout(log.try_clone().expect("a log file")).stderr(log);
    command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()))
}

/// The program with its settings, and with none of the settings of whoever runs the tests.
fn command(program: &Path, settings: &[(String, String)], address: SocketAddr, data: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CLUSTERBUY_")) {
        command.env_remove(name);
    }
    command
        .env("CLUSTERBUY_LISTEN", address.to_string())
        .env("CLUSTERBUY_PUBLIC_URL", format!("http://{address}"))
        .env("CLUSTERBUY_DATA_DIR", data.join("data"))
        .env("CLUSTERBUY_KEY_DIR", data.join("keys"))
        .envs(settings.iter().cloned())
        .current_dir(data)
        .stdin(Stdio::null());
    command
}
