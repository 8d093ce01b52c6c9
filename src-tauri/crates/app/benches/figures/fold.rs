use crate::Result;
use crate::figure::Figure;
use crate::shop::Shop;
pub(crate) fn figure(shop: Shop, rounds: usize) -> Result<Figure> { todo!() }
