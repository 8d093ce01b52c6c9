//! The people's names: Latin, Cyrillic, Japanese and Chinese, and a few that try to break whoever prints them.

use crate::rng::Rng;

/// A name with the Latin letters that its mail address and its code are made of.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) first_slug: &'static str,
    pub(crate) last_slug: &'static str,
}

type Pair = (&'static str, &'static str);

const LATIN_FIRST: [Pair; 30] = [
    ("Anna", "anna"),
    ("Olga", "olga"),
    ("Yara", "yara"),
    ("Dustin", "dustin"),
    ("Zoë", "zoe"),
    ("Lukas", "lukas"),
    ("Marta", "marta"),
    ("Hugo", "hugo"),
    ("Chloé", "chloe"),
    ("Jürgen", "juergen"),
    ("Nina", "nina"),
    ("Omar", "omar"),
    ("Priya", "priya"),
    ("Quentin", "quentin"),
    ("Rosa", "rosa"),
    ("Søren", "soeren"),
    ("Tess", "tess"),
    ("Uma", "uma"),
    ("Viktor", "viktor"),
    ("Wendy", "wendy"),
    ("Ximena", "ximena"),
    ("Ivo", "ivo"),
    ("Bea", "bea"),
    ("Carl", "carl"),
    ("Daria", "daria"),
    ("Émile", "emile"),
    ("Fatima", "fatima"),
    ("Greta", "greta"),
    ("Hassan", "hassan"),
    ("Ines", "ines"),
];

const LATIN_LAST: [Pair; 30] = [
    ("Archer", "archer"),
    ("Usman", "usman"),
    ("Moreau", "moreau"),
    ("Gonzalez", "gonzalez"),
    ("O'Neill", "oneill"),
    ("Müller", "mueller"),
    ("Smith", "smith"),
    ("Novák", "novak"),
    ("Dubois", "dubois"),
    ("Al-Sabah", "alsabah"),
    ("Kowalska", "kowalska"),
    ("Berg", "berg"),
    ("Costa", "costa"),
    ("D'Angelo", "dangelo"),
    ("Ekström", "ekstroem"),
    ("Fischer", "fischer"),
    ("Grant", "grant"),
    ("Hughes", "hughes"),
    ("Iversen", "iversen"),
    ("Jones", "jones"),
    ("Kaya", "kaya"),
    ("Lopez", "lopez"),
    ("Marsh", "marsh"),
    ("Nguyen", "nguyen"),
    ("Ortiz", "ortiz"),
    ("Park", "park"),
    ("Quinn", "quinn"),
    ("Reyes", "reyes"),
    ("Silva", "silva"),
    ("Taylor", "taylor"),
];

const CYRILLIC_FIRST: [Pair; 10] = [
    ("Анна", "anna"),
    ("Борис", "boris"),
    ("Вера", "vera"),
    ("Глеб", "gleb"),
    ("Дарья", "darya"),
    ("Егор", "egor"),
    ("Зоя", "zoya"),
    ("Кирилл", "kirill"),
    ("Мария", "maria"),
    ("Юлия", "yulia"),
];

const CYRILLIC_LAST: [Pair; 10] = [
    ("Иванова", "ivanova"),
    ("Кузнец", "kuznets"),
    ("Лебедь", "lebed"),
    ("Морозов", "morozov"),
    ("Орлова", "orlova"),
    ("Соколов", "sokolov"),
    ("Тихая", "tikhaya"),
    ("Фёдоров", "fyodorov"),
    ("Чайка", "chaika"),
    ("Щукин", "shchukin"),
];

const HAN_FIRST: [Pair; 8] = [
    ("花子", "hanako"),
    ("太郎", "taro"),
    ("美咲", "misaki"),
    ("健", "ken"),
    ("小明", "xiaoming"),
    ("丽", "li"),
    ("伟", "wei"),
    ("さくら", "sakura"),
];

const HAN_LAST: [Pair; 8] = [
    ("佐藤", "sato"),
    ("鈴木", "suzuki"),
    ("高橋", "takahashi"),
    ("田中", "tanaka"),
    ("王", "wang"),
    ("李", "lee"),
    ("张", "zhang"),
    ("渡辺", "watanabe"),
];

/// A mark-up name: shown as text or nothing is safe.
pub(crate) const MARKUP: &str = "<img src=x onerror=alert(1)>";
/// A formula: a spreadsheet must not run it.
pub(crate) const FORMULA: &str = "=HYPERLINK(\"http://evil.example\",\"x\")";
/// A right-to-left override: what follows is shown backwards.
pub(crate) const OVERRIDE: &str = "Ann\u{202e}gpj.exe\u{202c}";
/// How long the longest name is, in characters; Saleor's own limit is 256.
pub(crate) const LONG: usize = 250;

impl Name {
    /// The name of the person behind `key`; `japan` draws more Han names.
    pub(crate) fn of(key: u64, japan: bool) -> Self {
        let mut rng = Rng::of(key, 0x0A3E);
        let script = rng.below(100);
        let (firsts, lasts): (&[Pair], &[Pair]) = match script {
            _ if japan && script < 80 => (&HAN_FIRST, &HAN_LAST),
            0..=79 => (&LATIN_FIRST, &LATIN_LAST),
            80..=91 => (&CYRILLIC_FIRST, &CYRILLIC_LAST),
            _ => (&HAN_FIRST, &HAN_LAST),
        };
        let (first, first_slug) = rng.pick(firsts);
        let (last, last_slug) = rng.pick(lasts);
        let hostile = rng.below(300);
        let first = match hostile {
            0 => MARKUP.to_owned(),
            1 => FORMULA.to_owned(),
            2 => OVERRIDE.to_owned(),
            3 => first.chars().cycle().take(LONG).collect(),
            _ => first.to_owned(),
        };
        Self { first, last: last.to_owned(), first_slug, last_slug }
    }
}
