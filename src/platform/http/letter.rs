//! Mail texts: templates like pages, their first line the subject.

use super::page::{PageError, Pages};
use crate::platform::error::{Error, Result};
use crate::platform::mail::Notice;

impl Pages {
    /// Subject and text of a notice. `site` is given to the template for links.
    pub fn render_mail(&self, notice: &impl Notice, site: &url::Url) -> Result<(String, String)> {
        let text = self.render_letter(template_of(notice), notice, site.as_str().trim_end_matches('/'));
        let text = text.map_err(|error: PageError| Error::Internal(error.into()))?;
        let (subject, body) =
            text.split_once('\n').ok_or_else(|| Error::internal("a mail template has one line only"))?;
        Ok((subject.trim_start_matches("Subject:").trim().to_owned(), body.trim_start().to_owned()))
    }
}

fn template_of<N: Notice>(_: &N) -> &'static str {
    N::TEMPLATE
}
