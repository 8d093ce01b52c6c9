//! Files of text that people hand in: UTF-8, whatever stands before it.

use crate::error::{AppError, Result};
use std::path::Path;

/// The text of a file, without a mark of its encoding.
///
/// # Errors
/// [`AppError::FileUtf16`], [`AppError::FileNotUtf8`].
pub fn decoded(path: &Path, bytes: Vec<u8>) -> Result<String> {
    if matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err(AppError::FileUtf16 { path: path.to_owned() });
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let read = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        AppError::FileNotUtf8 { path: path.to_owned(), line: read.iter().filter(|byte| **byte == b'\n').count() + 1 }
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_or_its_encoding_is_told() {
        let read = |bytes: &[u8]| decoded(Path::new("a.toml"), bytes.to_vec());
        assert_eq!(read("id = \"ä\"".as_bytes()).unwrap(), "id = \"ä\"");
        assert_eq!(read(b"\xef\xbb\xbfid = 1").unwrap(), "id = 1");
        for utf16 in [&b"\xff\xfei\0d\0"[..], b"\xfe\xff\0i\0d"] {
            assert!(matches!(read(utf16), Err(AppError::FileUtf16 { .. })));
        }
        assert!(matches!(read(b"id = 1\nname = \"\xe4\""), Err(AppError::FileNotUtf8 { line: 2, .. })));
    }
}
