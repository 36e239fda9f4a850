//! Turns the bytes of a file into UTF-8 text with plain line ends, as they stream by.
//!
//! The files come as UTF-16 with its mark, UTF-8 with or without one, or Windows-1252. The last two agree on ASCII, so the
//! first letter outside it decides; a file that turns out broken after that shows [`BROKEN`] where its bytes made no sense.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Stands in the text where bytes were not UTF-8 in a file that had been so until then.
pub const BROKEN: char = char::REPLACEMENT_CHARACTER;

const CHUNK: usize = 32 * 1024;
const LONGEST_LETTER: usize = 4;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// UTF-8 text from bytes in any of these encodings; every line ends in one `\n`, the last one too.
pub(super) struct Text<R> {
    bytes: R,
    raw: Vec<u8>,
    ended: bool,
    encoding: Option<Decoder>,
    text: Vec<u8>,
    served: usize,
    after_return: bool,
    last: Option<u8>,
}

impl<R: Read> Text<R> {
    /// Reads the first bytes and drops a byte-order mark.
    pub(super) fn open(bytes: R) -> io::Result<Self> {
        let mut text = Text {
            bytes,
            raw: Vec::with_capacity(CHUNK),
            ended: false,
            encoding: None,
            text: Vec::with_capacity(CHUNK * 3),
            served: 0,
            after_return: false,
            last: None,
        };
        text.fill(LONGEST_LETTER)?;
        for (mark, encoding) in [(BYTE_ORDER_MARK, UTF_8), (b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
            if text.raw.starts_with(mark) {
                text.raw.drain(..mark.len());
                text.encoding = Some(encoding.new_decoder_without_bom_handling());
                break;
            }
        }
        Ok(text)
    }

    /// Has at least `least` raw bytes at hand, unless the file ends before.
    fn fill(&mut self, least: usize) -> io::Result<()> {
        while self.raw.len() < least && !self.ended {
            let had = self.raw.len();
            self.raw.resize(CHUNK, 0);
            let got = match self.bytes.read(&mut self.raw[had..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
                Err(error) => return Err(error),
                Ok(got) => {
                    self.ended = got == 0;
                    got
                }
            };
            self.raw.truncate(had + got);
        }
        Ok(())
    }

    /// Decodes the next piece; `text` stays empty only at the end of the file.
    fn advance(&mut self) -> io::Result<()> {
        self.text.clear();
        self.served = 0;
        while self.text.is_empty() {
            self.fill(1)?;
            if self.raw.is_empty() && self.ended {
                return self.finish();
            }
            match self.encoding.take() {
                Some(decoder) => self.decode(decoder),
                None => self.ascii_or_decide()?,
            }
        }
        Ok(())
    }

    fn ascii_or_decide(&mut self) -> io::Result<()> {
        let ascii = self.raw.iter().take_while(|byte| byte.is_ascii()).count();
        if ascii > 0 {
            let piece: Vec<u8> = self.raw.drain(..ascii).collect();
            self.put(&piece);
            return Ok(());
        }
        self.fill(LONGEST_LETTER)?;
        let letter = &self.raw[..self.raw.len().min(LONGEST_LETTER)];
        let utf8 = match std::str::from_utf8(letter) {
            Ok(_) => true,
            Err(fault) => fault.valid_up_to() > 0,
        };
        let encoding = if utf8 { UTF_8 } else { WINDOWS_1252 };
        self.encoding = Some(encoding.new_decoder_without_bom_handling());
        Ok(())
    }

    fn decode(&mut self, mut decoder: Decoder) {
        let mut piece = vec![0; self.raw.len() * 3 + 16];
        let (_, read, written, _) = decoder.decode_to_utf8(&self.raw, &mut piece, false);
        self.raw.drain(..read);
        self.put(&piece[..written]);
        self.encoding = Some(decoder);
    }

    fn finish(&mut self) -> io::Result<()> {
        if let Some(mut decoder) = self.encoding.take() {
            let mut piece = [0; 16];
            let (_, _, written, _) = decoder.decode_to_utf8(&[], &mut piece, true);
            self.put(&piece[..written]);
        }
        if self.last.is_some_and(|byte| byte != b'\n') {
            self.put(b"\n");
        }
        Ok(())
    }

    fn put(&mut self, piece: &[u8]) {
        for &byte in piece {
            let follows_return = std::mem::replace(&mut self.after_return, byte == b'\r');
            match byte {
                b'\n' if follows_return => {}
                b'\r' => self.text.push(b'\n'),
                _ => self.text.push(byte),
            }
        }
        self.last = self.text.last().copied().or(self.last);
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.served == self.text.len() {
            self.advance()?;
        }
        let rest = &self.text[self.served..];
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.served += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time, so that every letter is split.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(buffer.len()).min(1);
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn text(bytes: &[u8]) -> String {
        let mut dripped = String::new();
        Text::open(Drip(bytes)).unwrap().read_to_string(&mut dripped).unwrap();
        let mut whole = String::new();
        Text::open(bytes).unwrap().read_to_string(&mut whole).unwrap();
        assert_eq!(whole, dripped, "the size of the pieces makes no difference");
        whole
    }

    #[test]
    fn utf8_with_and_without_a_mark_and_windows_1252_give_the_same_text() {
        let wanted = "St Anne’s École\n";
        assert_eq!(text("St Anne’s École\n".as_bytes()), wanted);
        assert_eq!(text(b"\xEF\xBB\xBFSt Anne\xE2\x80\x99s \xC3\x89cole\n"), wanted);
        assert_eq!(text(b"St Anne\x92s \xC9cole\n"), wanted);
    }

    #[test]
    fn every_line_ends_in_one_line_feed() {
        assert_eq!(text(b"a\r\nb\rc\nd"), "a\nb\nc\nd\n");
        assert_eq!(text(b"a\r\n\r\nb\r\n"), "a\n\nb\n");
        assert_eq!(text(b""), "");
    }

    #[test]
    fn a_utf8_file_with_a_broken_letter_shows_where() {
        assert_eq!(text(b"caf\xC3\xA9 \xFF caf\xC3\xA9\n"), format!("café {BROKEN} café\n"));
        assert_eq!(text(b"\xEF\xBB\xBFcaf\xC3"), format!("caf{BROKEN}\n"));
    }

    #[test]
    fn a_last_byte_outside_ascii_is_windows_1252() {
        assert_eq!(text(b"caf\xE9"), "café\n");
    }

    #[test]
    fn utf_16_is_read_in_both_orders_of_its_bytes() {
        assert_eq!(text(b"\xFF\xFES\0t\0\x19\x20"), "St\u{2019}\n");
        assert_eq!(text(b"\xFE\xFF\0S\0t\x20\x19"), "St\u{2019}\n");
    }
}
