//! How countries are dialled.

/// A country's way of dialling.
pub(super) struct Plan {
    country: [u8; 2],
    /// The calling code.
    pub(super) code: &'static str,
    /// What is dialled before a number inside the country and left out from abroad.
    pub(super) trunk: &'static str,
    /// The most digits of a number without calling code and trunk prefix.
    pub(super) longest: usize,
    /// What is dialled before a calling code.
    pub(super) exit: &'static str,
}

/// The plan of a country, by ISO 3166 alpha-2.
pub(super) fn by_country(country: [u8; 2]) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| plan.country == country)
}

/// The plan that a number's calling code belongs to. No calling code is the beginning of another.
pub(super) fn by_code(digits: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| digits.starts_with(plan.code))
}

const fn plan(country: [u8; 2], code: &'static str, trunk: &'static str, longest: usize) -> Plan {
    Plan { country, code, trunk, longest, exit: "00" }
}

/// Calling codes from ITU-T E.164 ("List of assigned country codes"), prefixes from the ITU's "Dialling procedures" (Operational Bulletin);
/// where a plan knows numbers of several lengths, the longest in use. In Italy the zero belongs to the number. Countries that are not listed
/// keep the digits as they are written.
const PLANS: &[Plan] = &[
    plan(*b"AT", "43", "0", 13),
    plan(*b"BE", "32", "0", 9),
    plan(*b"BG", "359", "0", 9),
    plan(*b"HR", "385", "0", 9),
    plan(*b"CY", "357", "", 8),
    plan(*b"CZ", "420", "", 9),
    plan(*b"DK", "45", "", 8),
    plan(*b"EE", "372", "", 10),
    plan(*b"FI", "358", "0", 12),
    plan(*b"FR", "33", "0", 9),
    plan(*b"DE", "49", "0", 11),
    plan(*b"GR", "30", "", 10),
    plan(*b"HU", "36", "06", 9),
    plan(*b"IE", "353", "0", 10),
    plan(*b"IT", "39", "", 12),
    plan(*b"LV", "371", "", 8),
    plan(*b"LT", "370", "0", 8),
    plan(*b"LU", "352", "", 11),
    plan(*b"MT", "356", "", 8),
    plan(*b"NL", "31", "0", 11),
    plan(*b"PL", "48", "", 9),
    plan(*b"PT", "351", "", 9),
    plan(*b"RO", "40", "0", 9),
    plan(*b"SK", "421", "0", 9),
    plan(*b"SI", "386", "0", 8),
    plan(*b"ES", "34", "", 9),
    plan(*b"SE", "46", "0", 10),
    plan(*b"GB", "44", "0", 10),
    plan(*b"NO", "47", "", 8),
    plan(*b"IS", "354", "", 9),
    plan(*b"CH", "41", "0", 9),
    plan(*b"LI", "423", "", 9),
    plan(*b"UA", "380", "0", 9),
    Plan { exit: "810", ..plan(*b"BY", "375", "80", 9) },
    Plan { exit: "810", ..plan(*b"RU", "7", "8", 10) },
    Plan { exit: "810", ..plan(*b"KZ", "7", "8", 10) },
    plan(*b"MD", "373", "0", 8),
    plan(*b"GE", "995", "0", 9),
    plan(*b"AM", "374", "0", 8),
    plan(*b"AZ", "994", "0", 9),
    plan(*b"UZ", "998", "", 9),
    plan(*b"KG", "996", "0", 9),
    plan(*b"TJ", "992", "", 9),
    plan(*b"TR", "90", "0", 10),
    plan(*b"IL", "972", "0", 9),
    plan(*b"AE", "971", "0", 9),
    plan(*b"SA", "966", "0", 9),
    plan(*b"IN", "91", "0", 10),
    plan(*b"CN", "86", "0", 11),
    Plan { exit: "010", ..plan(*b"JP", "81", "0", 10) },
    plan(*b"KR", "82", "0", 10),
    Plan { exit: "000", ..plan(*b"SG", "65", "", 8) },
    plan(*b"MY", "60", "0", 10),
    plan(*b"TH", "66", "0", 9),
    plan(*b"VN", "84", "0", 10),
    plan(*b"ID", "62", "0", 12),
    plan(*b"PH", "63", "0", 10),
    Plan { exit: "001", ..plan(*b"HK", "852", "", 8) },
    plan(*b"TW", "886", "0", 9),
    Plan { exit: "0011", ..plan(*b"AU", "61", "0", 9) },
    plan(*b"NZ", "64", "0", 10),
    Plan { exit: "011", ..plan(*b"US", "1", "1", 10) },
    Plan { exit: "011", ..plan(*b"CA", "1", "1", 10) },
    plan(*b"MX", "52", "", 10),
    plan(*b"BR", "55", "0", 11),
    plan(*b"AR", "54", "0", 11),
    plan(*b"CL", "56", "", 9),
    plan(*b"CO", "57", "", 10),
    plan(*b"PE", "51", "0", 9),
    plan(*b"ZA", "27", "0", 9),
    plan(*b"EG", "20", "0", 10),
    plan(*b"NG", "234", "0", 10),
    plan(*b"KE", "254", "0", 10),
    plan(*b"MA", "212", "0", 9),
    plan(*b"RS", "381", "0", 12),
    plan(*b"BA", "387", "0", 9),
    plan(*b"ME", "382", "0", 9),
    plan(*b"MK", "389", "0", 8),
    plan(*b"AL", "355", "0", 9),
];
