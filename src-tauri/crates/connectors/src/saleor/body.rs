//! The body of an answer: unpacked and bounded while it arrives.

use super::ShopError;
use flate2::write::GzDecoder;
use std::io::Write as _;

/// The largest answer that is taken, in bytes after unpacking. A full page of a hundred orders is about 0.6 MB.
pub(super) const MAX_ANSWER: usize = 64 * 1_024 * 1_024;
/// From this many bytes on, an answer that swells more than [`MAX_SWELL`] times by unpacking is no answer: JSON of a shop shrinks to a tenth or a
/// thirtieth, a bomb to a thousandth.
const SUSPECT: usize = 4 * 1_024 * 1_024;
/// The most times that an answer may swell.
const MAX_SWELL: usize = 200;
/// How much is unpacked between two looks at the size.
const BITE: usize = 1_024;

/// An answer that arrives piece by piece.
pub(super) enum Body {
    Plain(Vec<u8>),
    Packed { decoder: Box<GzDecoder<Vec<u8>>>, taken: usize },
}

impl Body {
    /// A body with this `Content-Encoding`.
    pub(super) fn new(encoding: &str) -> Result<Self, ShopError> {
        match encoding {
            "" | "identity" => Ok(Self::Plain(Vec::new())),
            "gzip" | "x-gzip" => Ok(Self::Packed { decoder: Box::new(GzDecoder::new(Vec::new())), taken: 0 }),
            _ => Err(ShopError::Garbled { what: "packed in a way that was not asked for".to_owned() }),
        }
    }

    /// Takes the next piece.
    pub(super) fn take(&mut self, piece: &[u8]) -> Result<(), ShopError> {
        match self {
            Self::Plain(bytes) if bytes.len() + piece.len() > MAX_ANSWER => return Err(ShopError::TooLarge { limit: MAX_ANSWER }),
            Self::Plain(bytes) => bytes.extend_from_slice(piece),
            Self::Packed { decoder, taken } => {
                for bite in piece.chunks(BITE) {
                    decoder.write_all(bite).map_err(|_| unpackable())?;
                    *taken += bite.len();
                    let size = decoder.get_ref().len();
                    if size > MAX_ANSWER {
                        return Err(ShopError::TooLarge { limit: MAX_ANSWER });
                    }
                    if size > SUSPECT && size / MAX_SWELL > *taken {
                        return Err(ShopError::TooLarge { limit: *taken * MAX_SWELL });
                    }
                }
            }
        }
        Ok(())
    }

    /// The text, once all has arrived.
    pub(super) fn finish(self) -> Result<String, ShopError> {
        let bytes = match self {
            Self::Plain(bytes) => bytes,
            Self::Packed { decoder, .. } => decoder.finish().map_err(|_| unpackable())?,
        };
        String::from_utf8(bytes).map_err(|_| ShopError::Garbled { what: "not UTF-8".to_owned() })
    }
}

fn unpackable() -> ShopError {
    ShopError::Garbled { what: "it cannot be unpacked".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(encoding: &str, pieces: &[&[u8]]) -> Result<String, ShopError> {
        let mut body = Body::new(encoding)?;
        pieces.iter().try_for_each(|piece| body.take(piece))?;
        body.finish()
    }

    #[test]
    fn what_was_packed_is_unpacked_however_it_is_cut() {
        let text = r#"{"data":{"orders":{"edges":[]}}}"#.repeat(2_000);
        let bytes = packed(text.as_bytes());
        for size in [1, 7, 1_000, bytes.len()] {
            assert_eq!(read("gzip", &bytes.chunks(size).collect::<Vec<_>>()), Ok(text.clone()));
        }
        assert_eq!(read("", &[b"ab", b"c"]), Ok("abc".to_owned()));
    }

    #[test]
    fn what_is_no_whole_answer_is_an_error() {
        let bytes = packed(b"hello, hello, hello");
        let garbled = |result: Result<String, ShopError>| assert!(matches!(result, Err(ShopError::Garbled { .. })), "{result:?}");
        garbled(read("gzip", &[&bytes[..bytes.len() - 3]]));
        garbled(read("gzip", &[&bytes[..bytes.len() / 2]]));
        garbled(read("gzip", &[]));
        garbled(read("gzip", &[b"plain text"]));
        garbled(read("br", &[b""]));
        garbled(read("identity", &[&[0xff]]));
        let mut flipped = bytes;
        let crc = flipped.len() - 6;
        flipped[crc] ^= 1;
        garbled(read("gzip", &[&flipped]));
    }

    #[test]
    fn a_bomb_is_put_out_early() {
        let bomb = packed(&vec![b' '; 40 * 1_024 * 1_024]);
        assert!(bomb.len() < 60_000);
        let mut body = Body::new("gzip").unwrap();
        let Err(ShopError::TooLarge { limit }) = body.take(&bomb) else { panic!("it went off") };
        assert!(limit < MAX_ANSWER);
        let Body::Packed { decoder, .. } = &body else { unreachable!() };
        assert!(decoder.get_ref().len() < SUSPECT + 2 * 1_024 * 1_024, "{}", decoder.get_ref().len());
        // What swells slowly is bounded by its size alone.
        let large = vec![b' '; MAX_ANSWER + 1];
        assert_eq!(read("", &[&large]), Err(ShopError::TooLarge { limit: MAX_ANSWER }));
    }
}
