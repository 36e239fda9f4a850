//! Rows copied from a spreadsheet: an item's name, a tab or a comma, this year's number.

use ::entity::category::{CategoryShape, Item};
use ::entity::money::Quantity;
use std::collections::BTreeMap;

/// This year's numbers by item, or a sentence for each row that cannot be read.
pub fn pasted(shape: &CategoryShape, text: &str) -> Result<BTreeMap<String, Quantity>, Vec<String>> {
    let (mut found, mut faults) = (BTreeMap::new(), Vec::new());
    let rows = text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty());
    for (at, row) in rows {
        match read(shape, row) {
            Ok((item, quantity)) => {
                found.insert(item.id.clone(), quantity);
            }
            Err(_) if at == 0 && is_heading(row) => {}
            Err(fault) => faults.push(format!("Row {}{fault}", at + 1)),
        }
    }
    if found.is_empty() && faults.is_empty() {
        faults.push("Paste at least one row: the item and this year's number".to_owned());
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// The first row of a copied table: words only.
fn is_heading(row: &str) -> bool {
    row.to_lowercase().starts_with("item")
}

fn read<'a>(shape: &'a CategoryShape, row: &str) -> Result<(&'a Item, Quantity), String> {
    const COLUMNS: &str = "the item and this year's number";
    let (name, number) = match row.split('\t').collect::<Vec<_>>().as_slice() {
        [name, number] => (*name, *number),
        [whole] => whole.rsplit_once(',').ok_or(format!(" has no number. Paste two columns: {COLUMNS}"))?,
        columns => return Err(format!(" has {} columns. Paste two: {COLUMNS}", columns.len())),
    };
    let name = name.trim().trim_matches('"').trim();
    let is_named = |item: &&Item| item.id == name || item.label.to_lowercase() == name.to_lowercase();
    let item = shape.items.iter().find(is_named);
    let item = item.ok_or_else(|| format!(": “{name}” is not an item of this sheet"))?;
    let number = number.trim().trim_matches('"');
    let quantity = number.replace([',', ' '], "").parse::<Quantity>().ok().filter(|quantity| !quantity.is_negative());
    let wrong = || format!(", {}: enter a number. We found “{number}”", item.label);
    Ok((item, quantity.ok_or_else(wrong)?))
}
