//! What a person does in the browser, and what a test asks of the page that is open.

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A desktop, in CSS pixels.
pub const DESKTOP: u32 = 1280;
/// The width at which WCAG 2.2 (1.4.10) wants no sideways scrolling.
pub const PHONE: u32 = 320;
const WAIT_AT_MOST: Duration = Duration::from_secs(20);
const HEIGHT: u32 = 900;
const SCREENSHOT_AT_MOST: u64 = 12_000;

/// A session of the browser. Clones drive the same window.
#[derive(Clone, Debug)]
pub struct Browser {
    pub(super) client: Client,
    page_loads: Arc<AtomicUsize>,
}

impl Browser {
    pub(super) fn of(client: Client) -> Browser {
        Browser { client, page_loads: Arc::default() }
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
        self.page_loads.fetch_add(1, Ordering::Relaxed);
    }

    /// Carries on as somebody who signed in at the same site, from its start page.
    pub async fn sign_in(&self, site: &crate::world::Listening, person: &crate::Person) {
        self.carry_on(site, person.cookie("session").expect("the person is signed in")).await;
    }

    /// Carries on a session that began elsewhere.
    pub async fn carry_on(&self, site: &crate::world::Listening, secret: &str) {
        self.open(&site.url("/")).await;
        let cookie = json!({ "name": "session", "value": secret, "url": site.url("/"), "httpOnly": true });
        self.devtools("Network.setCookie", cookie).await;
        self.page_loads.store(0, Ordering::Relaxed);
    }

    /// Clicks the link with this text and waits for the page it leads to.
    pub async fn follow(&self, link: &str) {
        let found = self.find(Locator::LinkText(link)).await;
        self.leaving(async { found.click().await.unwrap_or_else(|error| panic!("{link}: {error}")) }).await;
    }

    /// Presses the button with this text and waits for the page it leads to.
    pub async fn press(&self, button: &str) {
        let path = format!("//button[normalize-space()={}]", quoted(button));
        let found = self.find(Locator::XPath(&path)).await;
        self.leaving(async { found.click().await.unwrap_or_else(|error| panic!("{button}: {error}")) }).await;
    }

    /// Opens what is folded under this line.
    pub async fn unfold(&self, summary: &str) {
        let path = format!("//summary[normalize-space()={}]", quoted(summary));
        let found = self.find(Locator::XPath(&path)).await;
        found.click().await.unwrap_or_else(|error| panic!("{summary}: {error}"));
    }

    /// Types into the field with this label or name, in place of what stood there.
    pub async fn fill(&self, label: &str, value: &str) {
        let field = self.labelled(label).await;
        if field.tag_name().await.expect("an element has a name") == "select" {
            field.select_by_label(value).await.unwrap_or_else(|error| panic!("{label}: {value}: {error}"));
            return;
        }
        field.clear().await.unwrap_or_else(|error| panic!("{label}: {error}"));
        field.send_keys(value).await.unwrap_or_else(|error| panic!("{label}: {error}"));
    }

    /// Fills fields of the form with this button: each is how ("text", "radio", "checkbox"), name or label, value.
    pub(crate) async fn type_into_form(&self, button: &str, fields: &Value) {
        let path = format!("//button[normalize-space()={}]", quoted(button));
        self.find(Locator::XPath(&path)).await;
        let button = Value::from(button);
        self.script(&format!("const button = {button}, fields = {fields}; {TYPE_INTO_FORM}")).await;
    }

    /// A property of every element that matches a CSS selector.
    pub(crate) async fn texts_of(&self, css: &str, property: &str) -> Vec<String> {
        let found =
            self.script(&format!("return [...document.querySelectorAll('{css}')].map(it => it.{property})")).await;
        found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// The file at this address, with the session of the open page.
    pub async fn download(&self, path: &str) -> Vec<u8> {
        let path = Value::from(path);
        let fetch = format!("return fetch({path}).then(it => it.arrayBuffer()).then(it => [...new Uint8Array(it)])");
        let bytes = self.script(&fetch).await;
        let numbers = bytes.as_array().into_iter().flatten().filter_map(Value::as_u64);
        numbers.filter_map(|it| u8::try_from(it).ok()).collect()
    }

    /// Puts a text into the field with this id as pasting does: at once, tabs and line ends included.
    pub async fn set_value(&self, id: &str, text: &str) {
        let text = serde_json::to_string(text).expect("text is JSON");
        self.script(&format!("document.getElementById('{id}').value = {text}")).await;
    }

    /// Clicks the check box or radio button with this label.
    pub async fn tick(&self, label: &str) {
        self.labelled(label).await.click().await.unwrap_or_else(|error| panic!("{label}: {error}"));
    }

    /// Chooses a file for the file field with this label.
    pub async fn attach(&self, label: &str, file: &std::path::Path) {
        let file = file.to_str().expect("a readable path");
        self.labelled(label).await.send_keys(file).await.unwrap_or_else(|error| panic!("{label}: {error}"));
    }

    async fn labelled(&self, label: &str) -> Element {
        let text = quoted(label);
        let path = format!(
            "//*[@id=//label[normalize-space()={text}]/@for]|//label[normalize-space()={text}]//input\
             |//*[@name={text}][not(@type='hidden')]"
        );
        self.find(Locator::XPath(&path)).await
    }

    /// Waits for an element.
    pub async fn find(&self, locator: Locator<'_>) -> Element {
        let found = self.client.wait().at_most(WAIT_AT_MOST).for_element(locator).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{locator:?}: {error}, on {}", self.described().await),
        }
    }

    /// Does what makes the browser leave the page, and waits until the next one stands.
    pub(super) async fn leaving(&self, what: impl Future<Output = ()>) {
        self.script("window.isThePageBefore = true").await;
        what.await;
        let arrived = async {
            while !self.has_arrived().await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        assert!(tokio::time::timeout(WAIT_AT_MOST, arrived).await.is_ok(), "no new page after {}", self.path().await);
        self.page_loads.fetch_add(1, Ordering::Relaxed);
    }

    /// Between two pages a script may find neither: that is no answer yet.
    async fn has_arrived(&self) -> bool {
        let arrived = "return !window.isThePageBefore && document.readyState === 'complete'";
        matches!(self.client.execute(arrived, Vec::new()).await, Ok(Value::Bool(true)))
    }

    /// How many pages were opened so far.
    pub fn page_loads(&self) -> usize {
        self.page_loads.load(Ordering::Relaxed)
    }

    /// Fails unless the page shows `text`.
    pub async fn sees(&self, text: &str) {
        assert!(self.text().await.contains(text), "“{text}” is not on {}", self.described().await);
    }

    /// Waits until an element without others in it shows this text.
    pub async fn comes_to_see(&self, text: &str) {
        let path = format!("//*[not(*)][contains(normalize-space(), {})]", quoted(text));
        self.find(Locator::XPath(&path)).await;
    }

    /// Goes to another window, as the page notices it.
    pub async fn leaves_the_window(&self) {
        self.script("window.dispatchEvent(new Event('blur'))").await;
    }

    /// What the page shows, white space collapsed.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body.innerText").await;
        text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Path and query of the open page.
    pub async fn path(&self) -> String {
        self.script("return location.pathname + location.search").await.as_str().unwrap_or_default().to_owned()
    }

    /// Makes the window this wide, as a device of that width has it.
    pub async fn set_width(&self, width: u32) {
        self.set_size(width, HEIGHT.into()).await;
    }

    async fn set_size(&self, width: u32, height: u64) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Fails if the page is wider than 320 CSS pixels on a screen that is not.
    pub async fn fits_a_phone(&self) {
        if let Some(wide) = self.too_wide().await {
            panic!("{} {wide}", self.path().await);
        }
    }

    /// What reaches beyond 320 CSS pixels on a screen that does not.
    pub async fn too_wide(&self) -> Option<String> {
        self.set_width(PHONE).await;
        let width = self.script("return document.scrollingElement.scrollWidth").await.as_u64();
        let wide =
            "return [...document.querySelectorAll('body *')].filter(it => it.getBoundingClientRect().right > 320)
            .slice(0, 5).map(it => it.outerHTML.slice(0, 120)).join('\\n')";
        let found = match width {
            Some(width) if width <= PHONE.into() => None,
            _ => Some(format!("is {width:?} wide at {PHONE}: {}", self.script(wide).await)),
        };
        self.set_width(DESKTOP).await;
        found
    }

    /// Writes `target/screenshots/NAME-1280.png` and `NAME-320.png`, each of the whole page.
    pub async fn screenshot(&self, name: &str) {
        let folder = std::path::Path::new("target/screenshots");
        let parent = folder.join(name).parent().map(std::path::Path::to_path_buf).unwrap_or_default();
        std::fs::create_dir_all(parent).expect("the target folder takes a folder");
        for width in [DESKTOP, PHONE] {
            self.set_width(width).await;
            let height = self.script("return document.documentElement.scrollHeight").await.as_u64().unwrap_or_default();
            self.set_size(width, height.clamp(HEIGHT.into(), SCREENSHOT_AT_MOST)).await;
            let png = self.client.screenshot().await.expect("the browser draws");
            std::fs::write(folder.join(format!("{name}-{width}.png")), png).expect("the folder takes a file");
        }
        self.set_width(DESKTOP).await;
    }

    /// Everything a page of the journey must stand: no violation that axe finds at either width, no sideways
    /// scrolling at 320 pixels; and its screenshots.
    pub async fn inspect(&self, name: &str) {
        self.screenshot(name).await;
        self.has_no_violation().await;
        self.fits_a_phone().await;
    }

    pub(super) async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    async fn devtools(&self, command: &'static str, parameters: Value) {
        let sent = self.client.issue_cmd(DevTools { command, parameters }).await;
        sent.unwrap_or_else(|error: CmdError| panic!("{command}: {error}"));
    }

    async fn described(&self) -> String {
        format!("{}:\n{}\n", self.path().await, self.text().await)
    }
}

/// Fills `fields` of the form whose button says `button`, opened where it stands in something closed; a field that is not
/// there is an error.
const TYPE_INTO_FORM: &str = "
const said = it => it.textContent.replace(/\\s+/g, ' ').trim();
const pressed = [...document.querySelectorAll('form button')].find(it => said(it) === button);
const form = pressed.form;
for (let it = pressed.closest('details'); it; it = it.parentElement.closest('details')) it.open = true;
for (const [how, name, value] of fields) {
  const all = [...form.elements];
  if (how === 'text') {
    const field = all.find(it => it.name === name) ?? all.find(it => [...it.labels ?? []].some(label => said(label) === name));
    if (field.tagName === 'SELECT') {
      field.value = [...field.options].find(it => it.value === value || said(it) === value).value;
    } else {
      field.value = value;
    }
  } else {
    const is = (it, words) => it.value === words || [...it.labels ?? []].some(label => said(label) === words);
    const grouped = it => it.name === name || said(it.closest('fieldset').querySelector('legend')) === name;
    const box = all.find(it => it.type === how && (how === 'radio' ? grouped(it) && is(it, value) : it.name === name || is(it, name)));
    box.checked = true;
  }
}
";

/// A text as XPath writes it.
fn quoted(text: &str) -> String {
    let parts: Vec<String> = text.split('"').map(|part| format!("\"{part}\"")).collect();
    match parts.as_slice() {
        [one] => one.clone(),
        _ => format!("concat({})", parts.join(", '\"', ")),
    }
}

/// A command of the browser's own protocol, which chromedriver passes on.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (hyper::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (hyper::Method::POST, Some(body.to_string()))
    }
}
