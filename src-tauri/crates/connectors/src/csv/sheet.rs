//! A sheet: a header, and cells that are found by their column's name.

use super::CsvFault;

/// The longest cell that is taken, in bytes.
const MAX_CELL: usize = 128;

/// A file whose header holds what is needed.
pub(super) struct Sheet<'t> {
    text: &'t str,
    reader: csv::Reader<&'t [u8]>,
    headers: csv::StringRecord,
}

/// One line of it.
pub(super) struct Row<'s> {
    headers: &'s csv::StringRecord,
    record: csv::StringRecord,
    line: usize,
}

impl<'t> Sheet<'t> {
    /// Reads the header, which has at least these columns, in any order and among others.
    pub(super) fn open(text: &'t str, columns: &[&str]) -> Result<Self, CsvFault> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|error| CsvFault::new(1, error))?.clone();
        match columns.iter().find(|column| !headers.iter().any(|header| header == **column)) {
            Some(missing) => Err(CsvFault::new(1, format!("the header has no column “{missing}”"))),
            None => Ok(Self { text, reader, headers }),
        }
    }

    /// Reads each line; the first fault ends it.
    pub(super) fn rows<T>(mut self, read: impl Fn(Row<'_>) -> Result<T, CsvFault>) -> Result<Vec<T>, CsvFault> {
        let (headers, mut lines) = (self.headers, Lines { text: self.text, byte: 0, line: 1 });
        self.reader
            .records()
            .map(|record| {
                let position = match &record {
                    Ok(record) => record.position(),
                    Err(error) => error.position(),
                };
                let line = lines.at(position);
                let record = record.map_err(|error| CsvFault::new(line, &error))?;
                read(Row { headers: &headers, record, line })
            })
            .collect()
    }
}

/// Counts lines as an editor does. The reader's own count stands still at a carriage return and at an empty line.
struct Lines<'t> {
    text: &'t str,
    byte: usize,
    line: usize,
}

impl Lines<'_> {
    fn at(&mut self, position: Option<&csv::Position>) -> usize {
        let bytes = self.text.as_bytes();
        let told = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.byte).min(bytes.len());
        let start = told + bytes[told..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        self.line += bytes[self.byte.min(start)..start].iter().filter(|byte| **byte == b'\n').count();
        self.byte = start.max(self.byte);
        self.line
    }
}

impl Row<'_> {
    pub(super) const fn line(&self) -> usize {
        self.line
    }

    pub(super) fn fault(&self, what: impl ToString) -> CsvFault {
        CsvFault::new(self.line, what)
    }

    /// What stands in a column that must say something.
    pub(super) fn cell(&self, column: &str) -> Result<&str, CsvFault> {
        self.optional(column)?.ok_or_else(|| self.bad(column))
    }

    /// What stands in a column, where there is one that says something.
    pub(super) fn optional(&self, column: &str) -> Result<Option<&str>, CsvFault> {
        let index = self.headers.iter().position(|header| header == column);
        match index.and_then(|index| self.record.get(index)).filter(|text| !text.is_empty()) {
            Some(text) if text.len() > MAX_CELL || text.chars().any(char::is_control) => Err(self.bad(column)),
            found => Ok(found),
        }
    }

    fn bad(&self, column: &str) -> CsvFault {
        self.fault(format!("“{column}” must hold 1 to {MAX_CELL} characters"))
    }
}
