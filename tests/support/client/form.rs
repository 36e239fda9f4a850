//! A form of the open page: what it holds, what is typed into it, and how it is sent.

mod found;

use super::page::Page;
use super::{Client, Request};
pub(super) use found::{find, is_there};

pub(super) const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const BOUNDARY: &str = "----clusterbuy-test-boundary";

/// A form that is being filled; `submit` presses its button.
#[derive(Debug)]
#[must_use = "a form does nothing until it is submitted"]
pub struct Form<'a> {
    client: &'a mut Client,
    found: Found,
}

/// A form as it stands in the page.
#[derive(Debug, Default)]
pub(super) struct Found {
    action: String,
    posts: bool,
    multipart: bool,
    fields: Vec<Field>,
    button: Option<(String, String)>,
}

/// One control. A check box, a radio button and an option of a list each have a value; the sent ones are `on`.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    value: String,
    on: bool,
    kind: Kind,
    /// What a person calls it: its label, or the text of the option.
    label: String,
    /// The legend of the group it stands in, or the label of its list.
    group: String,
    id: String,
    file: Option<(String, Vec<u8>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Check,
    Radio,
    Choice,
    File,
}

impl<'a> Form<'a> {
    pub(super) fn new(client: &'a mut Client, found: Found) -> Form<'a> {
        Form { client, found }
    }

    /// Types into the text field, or picks from the list, that has this label, name or id.
    #[track_caller]
    pub fn fill(mut self, field: &str, value: &str) -> Form<'a> {
        let found = &mut self.found;
        if let Some(list) = found.fields.iter().find(|it| it.kind == Kind::Choice && it.is_group(field)) {
            let list = list.name.clone();
            found.pick(Kind::Choice, &list, value);
            return self;
        }
        let texts: Vec<usize> = (0..found.fields.len())
            .filter(|at| found.fields[*at].kind == Kind::Text && found.fields[*at].is(field))
            .collect();
        assert_eq!(texts.len(), 1, "fields called “{field}” among {}", found.described());
        found.fields[texts[0]].value = value.to_owned();
        self
    }

    /// Types a date, "16 3 2027", into the three fields of this name.
    #[track_caller]
    pub fn date(self, name: &str, date: &str) -> Form<'a> {
        let mut parts = date.split(' ');
        ["day", "month", "year"]
            .into_iter()
            .fold(self, |form, part| form.fill(&format!("{name}-{part}"), parts.next().unwrap_or_default()))
    }

    /// Picks the radio button with this label, or `value`, in the group with this legend or name.
    #[track_caller]
    pub fn choose(mut self, group: &str, label: &str) -> Form<'a> {
        let of_group = self.found.fields.iter().find(|it| it.kind == Kind::Radio && it.is_group(group));
        let name = of_group.map(|it| it.name.clone());
        let name = name.unwrap_or_else(|| panic!("no radio buttons “{group}” among {}", self.found.described()));
        self.found.pick(Kind::Radio, &name, label);
        self
    }

    /// Ticks the check box with this label, name, id or value.
    #[track_caller]
    pub fn tick(self, label: &str) -> Form<'a> {
        self.check(label, true)
    }

    #[track_caller]
    pub fn untick(self, label: &str) -> Form<'a> {
        self.check(label, false)
    }

    #[track_caller]
    fn check(mut self, label: &str, on: bool) -> Form<'a> {
        let described = self.found.described();
        let mut boxes = self.found.fields.iter_mut().filter(|it| it.kind == Kind::Check);
        let found = boxes.find(|it| it.is(label) || it.value == label);
        found.unwrap_or_else(|| panic!("no check box “{label}” among {described}")).on = on;
        self
    }

    /// Chooses a file for the file field with this label, name or id.
    #[track_caller]
    pub fn attach(mut self, field: &str, file: &str, content: &[u8]) -> Form<'a> {
        let described = self.found.described();
        let found = self.found.fields.iter_mut().find(|it| it.kind == Kind::File && it.is(field));
        let found = found.unwrap_or_else(|| panic!("no file field “{field}” among {described}"));
        found.file = Some((file.to_owned(), content.to_vec()));
        self
    }

    /// Sends this value under this name whatever the page offered, as only a tampered request can.
    pub fn with(self, name: &str, value: &str) -> Form<'a> {
        let mut form = self.without(name);
        form.found.fields.push(Field::plain(name, value));
        form
    }

    /// Leaves a field out, as only a tampered request can.
    pub fn without(mut self, name: &str) -> Form<'a> {
        self.found.fields.retain(|field| field.name != name);
        self
    }

    /// What stands in the text field, or is picked in the group, with this label or name.
    #[track_caller]
    pub fn value(&self, field: &str) -> String {
        let on = |it: &&Field| it.on && (it.is(field) || it.is_group(field));
        let found = self.found.fields.iter().find(on);
        found.unwrap_or_else(|| panic!("nothing in “{field}” among {}", self.found.described())).value.clone()
    }

    pub fn action(&self) -> &str {
        &self.found.action
    }

    /// Presses the button.
    pub async fn submit(self) -> &'a Page {
        let Form { client, found } = self;
        client.send(found.request()).await
    }
}

impl Field {
    fn plain(name: &str, value: &str) -> Field {
        Field {
            name: name.to_owned(),
            value: value.to_owned(),
            on: true,
            kind: Kind::Text,
            label: String::new(),
            group: String::new(),
            id: String::new(),
            file: None,
        }
    }

    fn is(&self, called: &str) -> bool {
        [&self.label, &self.name, &self.id].into_iter().any(|it| it == called)
    }

    fn is_group(&self, called: &str) -> bool {
        self.group == called || self.name == called
    }
}

impl Found {
    /// Picks one of the radio buttons or options of a name by its label or value.
    #[track_caller]
    fn pick(&mut self, kind: Kind, name: &str, called: &str) {
        let described = self.described();
        let mut picked = false;
        for field in self.fields.iter_mut().filter(|it| it.kind == kind && it.name == name) {
            field.on = !picked && (field.label == called || field.value == called);
            picked |= field.on;
        }
        assert!(picked, "no choice “{called}” of “{name}” among {described}");
    }

    fn described(&self) -> String {
        let line = |it: &Field| {
            let sent = if it.on { "sent" } else { "not sent" };
            format!("\n  {:?} {} = {:?}, “{}”, group “{}”, {sent}", it.kind, it.name, it.value, it.label, it.group)
        };
        format!("{}:{}", self.action, self.fields.iter().map(line).collect::<String>())
    }

    fn request(self) -> Request {
        let button = self.button.iter().map(|(name, value)| Field::plain(name, value));
        let sent: Vec<Field> = self.fields.iter().filter(|it| it.on).cloned().chain(button).collect();
        if self.multipart {
            let content_type = Some(format!("multipart/form-data; boundary={BOUNDARY}"));
            return Request { method: "POST", path: self.action, content_type, body: multipart(&sent) };
        }
        let pairs: Vec<(&str, &str)> = sent.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
        let encoded = serde_urlencoded::to_string(pairs).expect("pairs of text encode");
        if self.posts {
            let content_type = Some(URL_ENCODED.to_owned());
            return Request { method: "POST", path: self.action, content_type, body: encoded.into_bytes() };
        }
        let path = self.action.split('?').next().unwrap_or_default();
        Request { method: "GET", path: format!("{path}?{encoded}"), content_type: None, body: Vec::new() }
    }
}

fn multipart(fields: &[Field]) -> Vec<u8> {
    let mut body = Vec::new();
    for field in fields {
        let mut head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"", field.name);
        if field.kind == Kind::File {
            let name = field.file.as_ref().map(|(name, _)| name.as_str()).unwrap_or_default();
            head.push_str(&format!("; filename=\"{name}\"\r\nContent-Type: application/octet-stream"));
        }
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(field.file.as_ref().map_or(field.value.as_bytes(), |(_, content)| content.as_slice()));
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Content type and body of a form with one file.
pub(super) fn with_a_file(fields: &[(&str, &str)], (field, name, content): (&str, &str, &[u8])) -> (String, Vec<u8>) {
    let plain = |(name, value): &(&str, &str)| Field {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
        on: true,
        kind: Kind::Text,
        label: String::new(),
        group: String::new(),
        id: String::new(),
        file: None,
    };
    let file = Field { kind: Kind::File, file: Some((name.to_owned(), content.to_vec())), ..plain(&(field, "")) };
    let all: Vec<Field> = fields.iter().map(plain).chain([file]).collect();
    (format!("multipart/form-data; boundary={BOUNDARY}"), multipart(&all))
}
