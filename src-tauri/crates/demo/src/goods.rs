//! What the shop sells.

/// A product with its one variant. Prices are in US cents; channels scale them.
#[derive(Debug)]
pub(crate) struct Good {
    pub(crate) name: &'static str,
    pub(crate) slug: &'static str,
    pub(crate) variant: &'static str,
    pub(crate) category: Group,
    pub(crate) product_type: Group,
    pub(crate) featured: bool,
    pub(crate) cents: i64,
}

/// A category or a product type: its number, name and slug.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group(pub(crate) u64, pub(crate) &'static str, pub(crate) &'static str);

const SHIRTS: Group = Group(39, "T-shirts", "t-shirts");
const SHOES: Group = Group(40, "Shoes", "shoes");
const BOOKS: Group = Group(26, "Audiobooks", "audiobooks");
const HOME: Group = Group(51, "Homewares", "homewares");
const COFFEE: Group = Group(52, "Coffee", "coffee");
const CARDS: Group = Group(60, "Gift cards", "gift-cards");
const GARMENT: Group = Group(20, "Shirt", "shirt");
const OBJECT: Group = Group(21, "Object", "object");
const BOOK: Group = Group(17, "Audiobook", "audiobook");
const FOOD: Group = Group(22, "Food", "food");
const CARD: Group = Group(23, "Gift card", "gift-card");

#[allow(clippy::too_many_arguments)]
const fn good(
    name: &'static str,
    slug: &'static str,
    variant: &'static str,
    category: Group,
    product_type: Group,
    featured: bool,
    cents: i64,
) -> Good {
    Good { name, slug, variant, category, product_type, featured, cents }
}

/// The range. The last one is the gift card, which is never drawn for an ordinary line.
pub(crate) const GOODS: [Good; 25] = [
    good("Monospace Tee", "monospace-tee", "S", SHIRTS, GARMENT, true, 2_000),
    good("Cubes Fountain Tee", "cubes-fountain-tee", "M", SHIRTS, GARMENT, true, 3_000),
    good("Harbour Hoodie", "harbour-hoodie", "L", SHIRTS, GARMENT, false, 5_490),
    good("Linen Shirt", "linen-shirt", "M", SHIRTS, GARMENT, false, 4_250),
    good("Trail Runner", "trail-runner", "42", SHOES, OBJECT, true, 11_990),
    good("Canvas Sneaker", "canvas-sneaker", "39", SHOES, OBJECT, false, 6_495),
    good("Winter Boot", "winter-boot", "44", SHOES, OBJECT, false, 14_900),
    good("House Slipper", "house-slipper", "40", SHOES, OBJECT, false, 2_499),
    good("The Long Night", "the-long-night", "MP3", BOOKS, BOOK, false, 1_299),
    good("A Short Walk", "a-short-walk", "MP3", BOOKS, BOOK, false, 999),
    good("Ledger and Salt", "ledger-and-salt", "MP3", BOOKS, BOOK, true, 1_799),
    good("Enamel Mug", "enamel-mug", "White", HOME, OBJECT, true, 1_450),
    good("Oak Board", "oak-board", "Large", HOME, OBJECT, false, 3_900),
    good("Wool Blanket", "wool-blanket", "Grey", HOME, OBJECT, false, 8_900),
    good("Desk Lamp", "desk-lamp", "Brass", HOME, OBJECT, false, 7_250),
    good("Tea Towel", "tea-towel", "Set of 3", HOME, OBJECT, false, 1_120),
    good("Steel Kettle", "steel-kettle", "1.5 l", HOME, OBJECT, false, 4_995),
    good("Linen Apron", "linen-apron", "Sand", HOME, OBJECT, false, 3_275),
    good("House Espresso", "house-espresso", "1 kg", COFFEE, FOOD, true, 2_480),
    good("Filter Roast", "filter-roast", "500 g", COFFEE, FOOD, false, 1_390),
    good("Decaf Roast", "decaf-roast", "500 g", COFFEE, FOOD, false, 1_440),
    good("Hand Grinder", "hand-grinder", "Steel", COFFEE, OBJECT, false, 8_450),
    good("Paper Filters", "paper-filters", "100", COFFEE, OBJECT, false, 575),
    good("Pour-over Set", "pour-over-set", "Glass", COFFEE, OBJECT, false, 4_650),
    good("Gift card", "gift-card", "50", CARDS, CARD, false, 5_000),
];

/// The place of the gift card in the range.
pub(crate) const GIFT_CARD: u8 = 24;

/// The good at this place; the first one for a place that is none.
pub(crate) fn good_at(place: u8) -> &'static Good {
    GOODS.get(usize::from(place)).unwrap_or(&GOODS[0])
}
