//! A shell that keeps a helper process while the tests run. Its standard input is a pipe that nothing writes to: when
//! this process ends, even by a kill, the pipe closes and the shell ends what it started and removes its folder.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A running script. It must print a line that starts with `ready`, and then wait for the end of its input.
#[derive(Debug)]
pub struct Guardian {
    _keeps_the_pipe_open: Child,
    /// What the script printed after `ready`.
    pub told: String,
}

/// Starts `script` under `prefix` (a command that changes the user, or nothing) with positional `arguments`. The error
/// is what the script printed instead of `ready`.
pub fn start(prefix: &[String], script: &str, arguments: &[&str]) -> Result<Guardian, String> {
    let shell = ["sh", "-c", script, "guardian"].map(str::to_owned);
    let words: Vec<String> =
        prefix.iter().cloned().chain(shell).chain(arguments.iter().map(|word| (*word).to_owned())).collect();
    let mut child = Command::new(&words[0])
        .args(&words[1..])
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{}: {error}", words[0]))?;
    let printed = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
    let mut before = Vec::new();
    for line in printed.lines().map_while(Result::ok) {
        if let Some(told) = line.strip_prefix("ready") {
            return Ok(Guardian { _keeps_the_pipe_open: child, told: told.trim().to_owned() });
        }
        before.push(line);
    }
    Err(before.join("; "))
}

/// The file of a program: in one of `folders`, or on the search path.
pub fn find_program(name: &str, folders: &[std::path::PathBuf]) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.iter().cloned().chain(std::env::split_paths(&path)).map(|folder| folder.join(name)).find(|p| p.is_file())
}

/// A port of the loopback address that nobody listened on a moment ago.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("the loopback address has a free port");
    listener.local_addr().expect("a bound socket has an address").port()
}
