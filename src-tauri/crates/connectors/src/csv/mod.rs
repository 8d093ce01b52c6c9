//! CSV files that people hand over.

/// Who owns a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeOwner {
    /// The code.
    pub code: String,
    /// The customer's id at the shop, without its type.
    pub customer: String,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct CsvFault {
    /// The line, from 1.
    pub line: usize,
    /// What was found and what would do.
    pub what: String,
}

/// The longest code or id that is taken.
const MAX_CELL: usize = 128;

/// Reads who owns which code: a header with `code` and `customer_id`, in any order and among others, then a line for each code. A customer's
/// id may be Saleor's global id (`VXNlcjo0Ng==`) or what it stands for (`46`).
///
/// # Errors
/// The first [`CsvFault`].
pub fn code_owners(text: &str) -> Result<Vec<CodeOwner>, CsvFault> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().map_err(|error| fault(1, error))?.clone();
    let column = |name: &str| headers.iter().position(|header| header == name).ok_or_else(|| fault(1, format!("the header has no column “{name}”")));
    let (code, customer) = (column("code")?, column("customer_id")?);
    let mut owners: Vec<CodeOwner> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fault(error.position().map_or(1, line_of), &error))?;
        let line = record.position().map_or(1, line_of);
        let cell = |column: usize, name: &str| match record.get(column) {
            Some(text) if (1..=MAX_CELL).contains(&text.len()) => Ok(text.to_owned()),
            _ => Err(fault(line, format!("“{name}” must hold 1 to {MAX_CELL} characters"))),
        };
        owners.push(CodeOwner { code: cell(code, "code")?, customer: local_id(&cell(customer, "customer_id")?) });
    }
    Ok(owners)
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or(usize::MAX)
}

fn fault(line: usize, what: impl ToString) -> CsvFault {
    CsvFault { line, what: what.to_string() }
}

/// What a global id stands for; any other text is an id itself.
fn local_id(text: &str) -> String {
    use base64::Engine as _;
    let decoded = base64::engine::general_purpose::STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded.as_deref().and_then(|id| id.strip_prefix("User:")) {
        Some(id) => id.to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_read_by_their_columns() {
        let check = |text: &str, want: Result<Vec<(&str, &str)>, &str>| {
            let got = code_owners(text).map(|owners| owners.into_iter().map(|owner| (owner.code, owner.customer)).collect::<Vec<_>>());
            let want = want.map(|owners| owners.into_iter().map(|(code, customer)| (code.to_owned(), customer.to_owned())).collect());
            assert_eq!(got.map_err(|fault| fault.to_string()), want.map_err(str::to_owned));
        };
        check("code,customer_id,email\nREF000,VXNlcjo0Ng==,a@b.example\n", Ok(vec![("REF000", "46")]));
        check("\u{feff}email, customer_id ,code\r\nx, bob , ANNA-1\r\n", Ok(vec![("ANNA-1", "bob")]));
        check("code,customer_id\n", Ok(vec![]));
        check("code,owner\nA,1\n", Err("line 1: the header has no column “customer_id”"));
        check("code,customer_id\nA,1\n,2\n", Err("line 3: “code” must hold 1 to 128 characters"));
        check(
            "code,customer_id\nA,1,3\n",
            Err("line 2: CSV error: record 1 (line: 2, byte: 17): found record with 3 fields, but the previous record has 2 fields"),
        );
    }
}
