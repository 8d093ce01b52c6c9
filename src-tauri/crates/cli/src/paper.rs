//! Where answers go: standard output, in the form that was asked for.

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter, Serializer};
use std::io::{self, Write};
use vouchsafe_app::words::Words;

use crate::args::Format;
use crate::ending::Failure;
use crate::plain::is_unseen;
use crate::table::{Cell, Column, CsvRows, Table};

/// Standard output with its form and language.
pub(crate) struct Paper<'a> {
    pub format: Format,
    pub words: &'a Words,
}

/// An answer that can be written in every form.
pub(crate) trait Answer {
    /// What programs read.
    type Json: Serialize;
    /// The answer for programs.
    fn json(&self) -> Self::Json;
    /// The answer as tables. A spreadsheet gets the first one.
    fn tables(&self, words: &Words) -> Vec<Table>;
    /// Writes the answer for people.
    fn print(&self, words: &Words, out: &mut dyn Write) -> io::Result<()> {
        for (index, table) in self.tables(words).iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            table.print(words, out)?;
        }
        Ok(())
    }
}

impl Paper<'_> {
    /// Writes an answer.
    pub(crate) fn put<A: Answer>(&self, answer: &A) -> Result<(), Failure> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        match self.format {
            Format::Json => write_json(&mut out, &answer.json())?,
            Format::Table => answer.print(self.words, &mut out)?,
            Format::Csv => {
                if let Some(table) = answer.tables(self.words).first() {
                    let mut csv = CsvRows::new(table.columns, &mut out)?;
                    for row in &table.rows {
                        csv.write(row)?;
                    }
                    csv.finish()?;
                }
            }
        }
        Ok(out.flush()?)
    }

    /// Writes text as it is.
    pub(crate) fn put_text(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }
}

/// A list that is written while it is read, so that its length costs no memory (except in a table for people, whose widths depend on all rows).
pub(crate) enum Roll<'a> {
    Json { out: io::BufWriter<io::Stdout>, name: &'static str, rows: u64 },
    Csv(Box<CsvRows<io::BufWriter<io::Stdout>>>),
    Table { table: Table, words: &'a Words },
}

impl<'a> Roll<'a> {
    /// Begins a list; `name` is its key in JSON.
    pub(crate) fn new(paper: &Paper<'a>, name: &'static str, columns: &'static [Column]) -> Result<Self, Failure> {
        let out = || io::BufWriter::new(io::stdout());
        Ok(match paper.format {
            Format::Json => Self::Json { out: out(), name, rows: 0 },
            Format::Csv => Self::Csv(Box::new(CsvRows::new(columns, out())?)),
            Format::Table => Self::Table { table: Table { title: None, columns, rows: Vec::new() }, words: paper.words },
        })
    }

    /// Adds a row.
    pub(crate) fn add<T: Serialize>(&mut self, json: impl FnOnce() -> T, row: impl FnOnce() -> Vec<Cell>) -> Result<(), Failure> {
        match self {
            Self::Json { out, name, rows } => {
                if *rows == 0 {
                    writeln!(out, "{{\"{name}\":[")?;
                } else {
                    out.write_all(b",\n")?;
                }
                *rows += 1;
                json().serialize(&mut Serializer::with_formatter(out, Seen(serde_json::ser::CompactFormatter))).map_err(io::Error::from)?;
            }
            Self::Csv(csv) => csv.write(&row())?,
            Self::Table { table, .. } => table.rows.push(row()),
        }
        Ok(())
    }

    /// Ends the list.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Self::Json { mut out, name, rows } => {
                if rows == 0 {
                    write!(out, "{{\"{name}\":[")?;
                }
                out.write_all(b"\n]}\n")?;
                Ok(out.flush()?)
            }
            Self::Csv(csv) => Ok(csv.finish()?),
            Self::Table { table, words } => {
                let mut out = io::BufWriter::new(io::stdout().lock());
                table.print(words, &mut out)?;
                Ok(out.flush()?)
            }
        }
    }
}

fn write_json(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Seen(PrettyFormatter::new()))).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// JSON in which every character that a terminal would obey is escaped. It reads back as the same text.
struct Seen<F>(F);

impl<F: Formatter> Formatter for Seen<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_unseen(*c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(writer, escape)
    }
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }
    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }
    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_hides_nothing_and_obeys_nothing() {
        let text = "a\u{202e}b\u{9b}\u{1b}\n\"\\ Иванова \u{e0001}".to_owned();
        let mut out = Vec::new();
        write_json(&mut out, &[&text]).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert_eq!(written, "[\n  \"a\\u202eb\\u009b\\u001b\\n\\\"\\\\ Иванова \\udb40\\udc01\"\n]\n");
        assert_eq!(serde_json::from_str::<Vec<String>>(&written).unwrap(), [text]);
    }
}
