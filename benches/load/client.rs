//! A client that keeps its connections and asks one thing after another.

use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What is asked for, and by whom.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) session: Option<String>,
}

/// What came of asking for a while.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measured {
    /// Of each answer, in microseconds.
    pub(crate) times: Vec<u64>,
    pub(crate) seconds: f64,
    pub(crate) cpu_ticks: u64,
}

/// The CPU time of a process, in hundredths of a second.
pub(crate) fn cpu_ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<u64>().ok()).sum()
}

/// Asks on so many connections for so long.
pub(crate) async fn run(
    address: &str,
    keys: &(dyn Fn(usize) -> Request + Sync),
    connections: usize,
    long: Duration,
) -> Measured {
    let start = Instant::now();
    let one = async |place: usize| {
        let mut stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("a socket");
        let (mut times, mut n) = (Vec::new(), place);
        while start.elapsed() < long || times.is_empty() {
            let asked = Instant::now();
            let (status, body) = ask(&mut stream, &keys(n)).await;
            assert_eq!(status, 200, "{:?}: {body}", keys(n));
            times.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
            n += connections;
        }
        times
    };
    let all = futures::future::join_all((0..connections).map(one)).await;
    Measured { times: all.concat(), seconds: start.elapsed().as_secs_f64(), cpu_ticks: 0 }
}

/// One answer.
pub(crate) async fn once(address: &str, request: &Request) -> String {
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let (status, body) = ask(&mut stream, request).await;
    assert_eq!(status, 200, "{request:?}: {body}");
    body
}

async fn ask(stream: &mut TcpStream, request: &Request) -> (u16, String) {
    let cookie = request.session.as_ref().map(|secret| format!("Cookie: session={secret}\r\n")).unwrap_or_default();
    let text = format!("GET {} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n", request.path);
    stream.write_all(text.as_bytes()).await.expect("the request is sent");
    let mut bytes = Vec::with_capacity(32_768);
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        assert!(stream.read_buf(&mut bytes).await.expect("an answer") > 0, "the server closed the connection");
    };
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    let length = length.expect("an answer says how long it is");
    while bytes.len() < head + length {
        assert!(stream.read_buf(&mut bytes).await.expect("an answer") > 0, "the server closed the connection");
    }
    (status, String::from_utf8_lossy(&bytes[head..]).into_owned())
}
