//! As much of the syntax of PDF as the product writes.

use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Dictionary(BTreeMap<String, Object>),
    Array(Vec<Object>),
    Name(String),
    Text(Vec<u8>),
    Number(String),
    Reference(i64),
    Word(String),
}

/// An object of the file with its stream.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) value: Object,
    pub(super) stream: Vec<u8>,
}

impl Object {
    pub(super) fn get(&self, key: &str) -> Option<&Object> {
        match self {
            Object::Dictionary(entries) => entries.get(key),
            _ => None,
        }
    }

    pub(super) fn dictionary(&self) -> &BTreeMap<String, Object> {
        match self {
            Object::Dictionary(entries) => entries,
            other => panic!("a dictionary, not {other:?}"),
        }
    }

    pub(super) fn array(&self) -> &[Object] {
        match self {
            Object::Array(items) => items,
            other => panic!("an array, not {other:?}"),
        }
    }

    pub(super) fn reference(&self) -> i64 {
        match self {
            Object::Reference(id) => *id,
            other => panic!("a reference, not {other:?}"),
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Object::Name(name) => name.clone(),
            other => panic!("a name, not {other:?}"),
        }
    }

    pub(super) fn number(&self) -> i64 {
        match self {
            Object::Number(number) => number.parse().expect("a whole number"),
            other => panic!("a number, not {other:?}"),
        }
    }

    pub(super) fn is_name(&self, name: &str) -> bool {
        matches!(self, Object::Name(own) if own == name)
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(self, Object::Word(word) if word == "true")
    }

    /// A text, in UTF-16 where it says so.
    pub(super) fn text(&self) -> String {
        let Object::Text(bytes) = self else { panic!("a text, not {self:?}") };
        match bytes.strip_prefix(&[0xfe, 0xff]) {
            Some(units) => {
                let units: Vec<u16> = units.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
                String::from_utf16(&units).expect("UTF-16")
            }
            None => String::from_utf8(bytes.clone()).expect("ASCII"),
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// Every object of a file by its number.
pub(super) fn objects(bytes: &[u8]) -> BTreeMap<i64, Stored> {
    assert!(bytes.starts_with(b"%PDF-1.7"), "no PDF 1.7");
    let mut reader = Reader { bytes, at: 0 };
    let mut all = BTreeMap::new();
    while let Some(id) = reader.next_object() {
        let value = reader.object();
        let stream = reader.stream(&value);
        all.insert(id, Stored { value, stream });
    }
    all
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    fn skip(&mut self) {
        while self.rest().first().is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn takes(&mut self, word: &[u8]) -> bool {
        self.skip();
        let takes = self.rest().starts_with(word);
        self.at += if takes { word.len() } else { 0 };
        takes
    }

    /// Goes to the next "7 0 obj" at the beginning of a line.
    fn next_object(&mut self) -> Option<i64> {
        loop {
            let line_end = self.rest().iter().position(|byte| *byte == b'\n')?;
            let line = &self.rest()[..line_end];
            self.at += line_end + 1;
            if let Some(number) = std::str::from_utf8(line).ok().and_then(|line| line.strip_suffix(" 0 obj")) {
                return number.parse().ok();
            }
        }
    }

    fn stream(&mut self, value: &Object) -> Vec<u8> {
        if !self.takes(b"stream\n") {
            return Vec::new();
        }
        let length = usize::try_from(value.get("Length").expect("a length").number()).expect("a length");
        let stream = self.rest()[..length].to_vec();
        self.at += length;
        stream
    }

    fn object(&mut self) -> Object {
        if self.takes(b"<<") {
            let mut entries = BTreeMap::new();
            while !self.takes(b">>") {
                let key = self.object().name();
                entries.insert(key, self.object());
            }
            return Object::Dictionary(entries);
        }
        if self.takes(b"[") {
            let mut items = Vec::new();
            while !self.takes(b"]") {
                items.push(self.object());
            }
            return Object::Array(items);
        }
        if self.takes(b"/") {
            return Object::Name(self.word());
        }
        if self.takes(b"<") {
            let hex: Vec<u8> = self.until(b'>');
            let byte = |two: &[u8]| u8::from_str_radix(std::str::from_utf8(two).expect("hex"), 16).expect("hex");
            return Object::Text(hex.chunks(2).map(byte).collect());
        }
        if self.takes(b"(") {
            return Object::Text(self.literal());
        }
        self.plain()
    }

    /// A number, a reference or a word.
    fn plain(&mut self) -> Object {
        let word = self.word();
        let Ok(number) = word.parse::<i64>() else {
            return if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
                Object::Number(word)
            } else {
                Object::Word(word)
            };
        };
        let before = self.at;
        if self.takes(b"0 R") {
            return Object::Reference(number);
        }
        self.at = before;
        Object::Number(word)
    }

    fn word(&mut self) -> String {
        self.skip();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/<>[]()".contains(byte);
        let length = self.rest().iter().position(ends).unwrap_or(self.rest().len());
        let word = String::from_utf8_lossy(&self.rest()[..length]).into_owned();
        self.at += length;
        word
    }

    fn until(&mut self, end: u8) -> Vec<u8> {
        let length = self.rest().iter().position(|byte| *byte == end).expect("an end");
        let found = self.rest()[..length].to_vec();
        self.at += length + 1;
        found
    }

    /// A text in brackets, its escapes resolved.
    fn literal(&mut self) -> Vec<u8> {
        let (mut text, mut depth) = (Vec::new(), 1);
        loop {
            let byte = self.rest()[0];
            self.at += 1;
            match byte {
                b'\\' => {
                    text.push(self.rest()[0]);
                    self.at += 1;
                }
                b'(' => {
                    depth += 1;
                    text.push(byte);
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return text;
                    }
                    text.push(byte);
                }
                _ => text.push(byte),
            }
        }
    }
}
