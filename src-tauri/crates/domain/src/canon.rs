//! Canonical bytes: the one binary form of facts, outcomes and state records.
//!
//! The journal hashes these bytes and the db stores them, so they are written by hand and never by a serializer whose output could
//! change under us: integers are LEB128 (signed ones zig-zag first), texts and lists carry their length, options and enums a tag.
//! A type's field order is part of the format; fields are only ever added at the end of a new enum variant.

/// A value with one canonical byte form. `read(write(x)) == x` for every value.
pub trait Canon: Sized {
    /// Appends the canonical bytes of `self`.
    fn write(&self, out: &mut Vec<u8>);
    /// Reads one value off the front of `bytes`.
    ///
    /// # Errors
    /// [`Garbled`] when the bytes are not what [`Canon::write`] writes.
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled>;

    /// The canonical bytes of `self`, alone.
    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        self.write(&mut out);
        out
    }

    /// Reads a value that must fill `bytes` exactly.
    ///
    /// # Errors
    /// [`Garbled`] when the bytes are malformed or some are left over.
    fn from_bytes(mut bytes: &[u8]) -> Result<Self, Garbled> {
        let value = Self::read(&mut bytes)?;
        if bytes.is_empty() { Ok(value) } else { Err(Garbled) }
    }
}

/// Bytes that no [`Canon::write`] has written: the file was damaged, or is of a newer version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not a canonical record")]
pub struct Garbled;

impl Canon for u8 {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        let (first, rest) = bytes.split_first().ok_or(Garbled)?;
        *bytes = rest;
        Ok(*first)
    }
}

impl Canon for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        out.push((rest & 0x7f) as u8);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = u8::read(bytes)?;
            let part = u64::from(byte & 0x7f);
            // The tenth byte may hold the top bit only, and a number has one form: no trailing zero byte.
            if (shift == 63 && part > 1) || (byte == 0 && shift > 0) {
                return Err(Garbled);
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Garbled)
    }
}

macro_rules! narrow {
    ($($int:ty),*) => {$(
        impl Canon for $int {
            fn write(&self, out: &mut Vec<u8>) {
                u64::from(*self).write(out);
            }
            fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
                u64::read(bytes)?.try_into().map_err(|_| Garbled)
            }
        }
    )*};
}
narrow!(u16, u32);

impl Canon for i32 {
    fn write(&self, out: &mut Vec<u8>) {
        i64::from(*self).write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        i64::read(bytes)?.try_into().map_err(|_| Garbled)
    }
}

impl Canon for i64 {
    fn write(&self, out: &mut Vec<u8>) {
        (((*self << 1) ^ (*self >> 63)).cast_unsigned()).write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        let raw = u64::read(bytes)?;
        Ok((raw >> 1).cast_signed() ^ -((raw & 1).cast_signed()))
    }
}

impl Canon for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        match u8::read(bytes)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Garbled),
        }
    }
}

fn write_bytes(part: &[u8], out: &mut Vec<u8>) {
    (part.len() as u64).write(out);
    out.extend_from_slice(part);
}

fn read_bytes<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], Garbled> {
    let len = usize::try_from(u64::read(bytes)?).map_err(|_| Garbled)?;
    let (part, rest) = bytes.split_at_checked(len).ok_or(Garbled)?;
    *bytes = rest;
    Ok(part)
}

impl Canon for Box<str> {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        std::str::from_utf8(read_bytes(bytes)?).map(Into::into).map_err(|_| Garbled)
    }
}

impl Canon for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        Ok(Box::<str>::read(bytes)?.into())
    }
}

impl<const N: usize> Canon for [u8; N] {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        let (part, rest) = bytes.split_first_chunk::<N>().ok_or(Garbled)?;
        *bytes = rest;
        Ok(*part)
    }
}

impl<T: Canon> Canon for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            None => out.push(0),
            Some(value) => {
                out.push(1);
                value.write(out);
            }
        }
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        if bool::read(bytes)? { T::read(bytes).map(Some) } else { Ok(None) }
    }
}

impl<T: Canon> Canon for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        for item in self {
            item.write(out);
        }
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        let len = usize::try_from(u64::read(bytes)?).map_err(|_| Garbled)?;
        // Every item takes at least a byte, so a length beyond the rest is a lie and must not reserve memory.
        let mut items = Vec::with_capacity(len.min(bytes.len()));
        for _ in 0..len {
            items.push(T::read(bytes)?);
        }
        Ok(items)
    }
}

impl<const N: usize, T: Canon> Canon for smallvec::SmallVec<[T; N]> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        for item in self {
            item.write(out);
        }
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        Ok(Vec::<T>::read(bytes)?.into_iter().collect())
    }
}

impl<A: Canon, B: Canon> Canon for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }
    fn read(bytes: &mut &[u8]) -> Result<Self, Garbled> {
        Ok((A::read(bytes)?, B::read(bytes)?))
    }
}

/// Gives a struct its canonical form: the named fields, in the order given.
#[macro_export]
macro_rules! canon_struct {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::canon::Canon for $name {
            fn write(&self, out: &mut Vec<u8>) {
                let $name { $($field),* } = self;
                $($crate::canon::Canon::write($field, out);)*
            }
            fn read(bytes: &mut &[u8]) -> Result<Self, $crate::canon::Garbled> {
                $(let $field = $crate::canon::Canon::read(bytes)?;)*
                Ok($name { $($field),* })
            }
        }
    };
}

/// Gives an enum its canonical form: a tag byte, then the variant's fields in the order given. Tags are never reused.
#[macro_export]
macro_rules! canon_enum {
    ($name:ident { $($tag:literal => $variant:ident $({ $($field:ident),* $(,)? })? $(( $($item:ident),* ))?),* $(,)? }) => {
        impl $crate::canon::Canon for $name {
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $($name::$variant $({ $($field),* })? $(( $($item),* ))? => {
                        out.push($tag);
                        $($($crate::canon::Canon::write($field, out);)*)?
                        $($($crate::canon::Canon::write($item, out);)*)?
                    })*
                }
            }
            fn read(bytes: &mut &[u8]) -> Result<Self, $crate::canon::Garbled> {
                Ok(match <u8 as $crate::canon::Canon>::read(bytes)? {
                    $($tag => {
                        $($(let $field = $crate::canon::Canon::read(bytes)?;)*)?
                        $($(let $item = $crate::canon::Canon::read(bytes)?;)*)?
                        $name::$variant $({ $($field),* })? $(( $($item),* ))?
                    })*
                    _ => return Err($crate::canon::Garbled),
                })
            }
        }
    };
}

/// Gives a box of a type the canonical form of what it holds.
#[macro_export]
macro_rules! canon_box {
    ($name:ty) => {
        impl $crate::canon::Canon for Box<$name> {
            fn write(&self, out: &mut Vec<u8>) {
                $crate::canon::Canon::write(&**self, out);
            }
            fn read(bytes: &mut &[u8]) -> Result<Self, $crate::canon::Garbled> {
                $crate::canon::Canon::read(bytes).map(Box::new)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(a: u64, b: i64, text: String, list: Vec<(i64, Option<bool>)>) {
            let value = ((a, b), (text, list));
            prop_assert_eq!(<((u64, i64), (String, Vec<(i64, Option<bool>)>))>::from_bytes(&value.to_bytes()), Ok(value));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            if let Ok(value) = <(String, Vec<(u64, i64)>)>::from_bytes(&bytes) {
                prop_assert_eq!(value.to_bytes(), bytes, "one value has one form");
            }
        }
    }
}
