//! A mail server on the loopback address that keeps every letter, and turns away as many as it is told to.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A letter as it came in.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    pub from: String,
    pub to: Vec<String>,
    /// Headers and body, lines ended by `\n`, the doubled full stops of the transport undone.
    pub text: String,
}

impl Letter {
    /// The value of a header that stands on one line.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.text.split("\n\n").next().unwrap_or_default();
        headers.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

#[derive(Debug, Default)]
struct Kept {
    letters: Vec<Letter>,
    turned_away: Vec<Letter>,
    turn_away: usize,
}

/// A listening mail server; it stops with the test's runtime.
#[derive(Clone, Debug)]
pub struct Smtp {
    port: u16,
    kept: Arc<Mutex<Kept>>,
}

impl Smtp {
    pub async fn start() -> Smtp {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("the loopback address has a free port");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let kept = Arc::new(Mutex::new(Kept::default()));
        let keep = kept.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, keep.clone()));
            }
        });
        Smtp { port, kept }
    }

    /// What `CLUSTERBUY_SMTP_URL` takes.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Answers the next `letters` with a temporary failure (451) after their text has arrived.
    pub fn turn_away(&self, letters: usize) {
        self.kept.lock().unwrap().turn_away = letters;
    }

    /// The letters that were turned away.
    pub fn turned_away(&self) -> Vec<Letter> {
        self.kept.lock().unwrap().turned_away.clone()
    }

    pub fn letters(&self) -> Vec<Letter> {
        self.kept.lock().unwrap().letters.clone()
    }
}

/// One connection. An input error is a client that left: there is nobody to tell.
async fn converse(stream: TcpStream, kept: Arc<Mutex<Kept>>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut letter = Letter::default();
    write.write_all(b"220 test mail server\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let reply = match line.get(..4).unwrap_or(&line).to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => "250 at your service",
            "MAIL" => {
                letter = Letter { from: address(&line), ..Letter::default() };
                "250 ok"
            }
            "RCPT" => {
                letter.to.push(address(&line));
                "250 ok"
            }
            "DATA" => {
                write.write_all(b"354 end with a full stop\r\n").await.ok()?;
                letter.text = text(&mut lines).await?;
                keep(&kept, std::mem::take(&mut letter))
            }
            "RSET" | "NOOP" => "250 ok",
            "QUIT" => {
                write.write_all(b"221 goodbye\r\n").await.ok()?;
                return Some(());
            }
            _ => "502 not spoken here",
        };
        write.write_all(format!("{reply}\r\n").as_bytes()).await.ok()?;
    }
    Some(())
}

fn keep(kept: &Mutex<Kept>, letter: Letter) -> &'static str {
    let mut kept = kept.lock().unwrap();
    if kept.turn_away > 0 {
        kept.turn_away -= 1;
        kept.turned_away.push(letter);
        return "451 try again";
    }
    kept.letters.push(letter);
    "250 kept"
}

fn address(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}

async fn text(lines: &mut tokio::io::Lines<BufReader<tokio::net::tcp::OwnedReadHalf>>) -> Option<String> {
    let mut text = String::new();
    loop {
        let line = lines.next_line().await.ok()??;
        if line == "." {
            return Some(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push('\n');
    }
}
