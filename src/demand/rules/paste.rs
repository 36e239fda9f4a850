//! Rows of a spreadsheet, pasted or from a file: an item's name and this year's number, with headings or without.

use crate::platform::table::{Record, Rows, TableFault};
use ::entity::category::{CategoryShape, Item};
use ::entity::money::Quantity;
use std::collections::BTreeMap;

/// More rows than any category has items.
pub const MOST_ROWS: usize = 200;

/// This year's numbers by item, or a sentence for each row that cannot be read.
pub fn pasted(shape: &CategoryShape, text: &str) -> Result<BTreeMap<String, Quantity>, Vec<String>> {
    let rows = all(text).map_err(|fault| vec![fault.to_string()])?;
    let headings = rows.first().map(|(_, record)| record).filter(|record| is_heading(record));
    let at = headings.and_then(|headings| headings.iter().position(|heading| plain(heading) == "this year"));
    let (mut found, mut faults) = (BTreeMap::new(), Vec::new());
    for (number, record) in rows.iter().skip(usize::from(headings.is_some())) {
        match read(shape, record, at) {
            Ok((item, quantity)) => {
                found.insert(item.id.clone(), quantity);
            }
            Err(fault) => faults.push(format!("Row {number}{fault}")),
        }
    }
    if found.is_empty() && faults.is_empty() {
        faults.push("Paste at least one row: the item and this year's number".to_owned());
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn all(text: &str) -> Result<Vec<(u64, Record)>, TableFault> {
    let (mut rows, mut record, mut all) = (Rows::of_text(text)?, Record::new(), Vec::new());
    while let Some(number) = rows.read(&mut record)? {
        all.push((number, record.clone()));
        if all.len() > MOST_ROWS {
            break;
        }
    }
    Ok(all)
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The first row of a copied table: words only.
fn is_heading(record: &Record) -> bool {
    record.get(0).is_some_and(|first| plain(first).starts_with("item"))
}

/// The number stands where the headings say, or else last; an item's own name may have commas in it.
fn read<'a>(shape: &'a CategoryShape, record: &Record, at: Option<usize>) -> Result<(&'a Item, Quantity), String> {
    let cells: Vec<&str> = record.iter().map(str::trim).collect();
    let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    let (name, number) = match (at, &cells[..used]) {
        (Some(at), [name, ..]) => ((*name).to_owned(), cells.get(at).copied().unwrap_or_default()),
        (None, [whole]) if whole.contains(',') => {
            let (name, number) = whole.rsplit_once(',').unwrap_or_default();
            (name.trim().to_owned(), number.trim())
        }
        (None, [names @ .., number]) if !names.is_empty() => (names.join(", "), *number),
        _ => return Err(" has no number. Paste two columns: the item and this year's number".to_owned()),
    };
    let is_named = |item: &&Item| item.id == name || plain(&item.label) == plain(&name);
    let item = shape.items.iter().find(is_named);
    let item = item.ok_or_else(|| match used {
        3.. if at.is_none() => format!(" has {used} columns. Paste two: the item and this year's number"),
        _ => format!(": “{name}” is not an item of this sheet"),
    })?;
    let quantity = number.replace([',', ' '], "").parse::<Quantity>().ok().filter(|quantity| !quantity.is_negative());
    let wrong = || format!(", {}: enter a number. We found “{number}”", item.label);
    Ok((item, quantity.ok_or_else(wrong)?))
}
