//! Sheets that other programs open: CSV of RFC 4180, in which no cell is a formula.

use crate::error::{AppError, Result};
use std::path::Path;

/// Writes rows into a new file that this user alone may read.
pub(crate) fn write_new(path: &Path, heading: &[&str], rows: &[Vec<String>]) -> Result<()> {
    if path.exists() {
        return Err(AppError::FileThere { path: path.to_owned() });
    }
    crate::keeping::write_new(path, text(heading, rows).as_bytes())
}

fn text(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = heading.join(",") + "\n";
    for row in rows {
        text += &row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
        text.push('\n');
    }
    text
}

/// A cell that no spreadsheet takes for a formula, in quotes where it needs them. What no reader would see is taken out.
fn quoted(cell: &str) -> String {
    let plain: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let tame = if plain.trim_start().starts_with(['=', '+', '-', '@']) { format!("'{plain}") } else { plain };
    if tame.contains([',', '"']) { format!("\"{}\"", tame.replace('"', "\"\"")) } else { tame }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_breaks_out_of_its_place() {
        let rows = [vec!["a,b".to_owned(), "=1+1".to_owned()], vec!["say \"hi\"".to_owned(), "two\nlines".to_owned()]];
        assert_eq!(text(&["x", "y"], &rows), "x,y\n\"a,b\",'=1+1\n\"say \"\"hi\"\"\",two lines\n");
    }
}
