//! The parts of a workbook as XML: tags, their attributes, and words with everything that stands for a letter put right.

use super::super::{LONGEST_ROW, TableFault};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::io::{self, BufReader, Read};

/// One part, read tag by tag; nothing outside the file is ever fetched.
pub(super) struct Xml<R> {
    reader: Reader<BufReader<Metered<R>>>,
    buffer: Vec<u8>,
}

impl<R: Read> Xml<R> {
    pub(super) fn of(part: R) -> Self {
        let metered = Metered { part, since_tag: 0 };
        Xml { reader: Reader::from_reader(BufReader::new(metered)), buffer: Vec::new() }
    }

    /// The next tag or words; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Event<'static>>, TableFault> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().since_tag = 0;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => Ok(None),
            Ok(event) => Ok(Some(event.into_owned())),
            Err(_) => Err(TableFault::Damaged),
        }
    }

    /// The words up to the end of a tag that has begun, without those that only say how a word is spoken.
    pub(super) fn words_until(&mut self, tag: &str) -> Result<String, TableFault> {
        let (mut words, mut spoken) = (String::new(), 0_u32);
        loop {
            match self.next()?.ok_or(TableFault::Damaged)? {
                Event::End(end) if end.local_name().as_ref() == tag => return Ok(words.replace("_x000D_", "")),
                Event::Start(start) if start.local_name().as_ref() == "rPh" => spoken += 1,
                Event::End(end) if end.local_name().as_ref() == "rPh" => spoken = spoken.saturating_sub(1),
                _ if spoken > 0 => {}
                Event::Text(text) => words.push_str(&text.xml10_content()),
                Event::CData(text) => words.push_str(&text.xml10_content()),
                Event::GeneralRef(letter) => {
                    words.push_str(&unescape(&format!("&{};", &*letter)).map_err(|_| TableFault::Damaged)?);
                }
                _ => {}
            }
            if words.len() > LONGEST_ROW {
                return Err(TableFault::Damaged);
            }
        }
    }
}

/// The value of an attribute.
pub(super) trait Attributes {
    fn value_of(&self, name: &str) -> Result<Option<String>, TableFault>;
}

impl Attributes for BytesStart<'_> {
    fn value_of(&self, name: &str) -> Result<Option<String>, TableFault> {
        let found = self.try_get_attribute(name).map_err(|_| TableFault::Damaged)?;
        let value = found.map(|attribute| unescape(&attribute.value).map(|value| value.into_owned()));
        value.transpose().map_err(|_| TableFault::Damaged)
    }
}

/// Counts what was read since the last tag, and refuses to read one without end.
pub(super) struct Metered<R> {
    part: R,
    since_tag: usize,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_tag > LONGEST_ROW {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = self.part.read(buffer)?;
        self.since_tag += count;
        Ok(count)
    }
}
