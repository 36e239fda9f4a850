//! Two versions of a text, paragraph by paragraph, side by side.

/// A paragraph of both versions, or of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub old: Option<String>,
    pub new: Option<String>,
}

impl Line {
    pub fn is_same(&self) -> bool {
        self.old == self.new
    }
}

/// The longest common run of paragraphs lines up; what is in one version only stands alone, old before new. Texts of
/// more than a thousand paragraphs are compared as far as the thousandth.
pub fn side_by_side(old: &str, new: &str) -> Vec<Line> {
    let (old, new) = (paragraphs(old), paragraphs(new));
    let common = common_lengths(&old, &new);
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    let one = |text: &str| Some(text.to_owned());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(Line { old: one(old[i]), new: one(new[j]) });
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(Line { old: one(old[i]), new: None });
            i += 1;
        } else {
            lines.push(Line { old: None, new: one(new[j]) });
            j += 1;
        }
    }
    paired(lines)
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).take(1_000).collect()
}

/// `lengths[i][j]`: how many paragraphs `old[i..]` and `new[j..]` have in common, in order.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<u16>> {
    let mut lengths = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i][j] =
                if old[i] == new[j] { lengths[i + 1][j + 1] + 1 } else { lengths[i + 1][j].max(lengths[i][j + 1]) };
        }
    }
    lengths
}

/// A paragraph taken out and the one put in its place share a row.
fn paired(lines: Vec<Line>) -> Vec<Line> {
    let mut rows: Vec<Line> = Vec::new();
    for line in lines {
        match rows.iter_mut().rev().take_while(|row| !row.is_same()).filter(|row| row.new.is_none()).last() {
            Some(row) if line.old.is_none() => row.new = line.new,
            _ => rows.push(line),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        let text = |side: &Option<String>| side.clone().unwrap_or_default();
        side_by_side(old, new).iter().map(|line| format!("{}|{}", text(&line.old), text(&line.new))).collect()
    }

    #[test]
    fn what_changed_stands_beside_what_it_replaces() {
        assert_eq!(shown("a\n\nb\nc", "a\nx\nc\nd"), ["a|a", "b|x", "c|c", "|d"]);
        assert_eq!(shown("a\nb\nc", "a\nc"), ["a|a", "b|", "c|c"]);
        assert_eq!(shown("", "a"), ["|a"]);
        assert_eq!(shown("a\nb", "x\ny"), ["a|x", "b|y"]);
    }

    #[test]
    fn the_same_text_has_no_change() {
        assert!(side_by_side("a\r\nb", "a\nb").iter().all(Line::is_same));
    }
}
