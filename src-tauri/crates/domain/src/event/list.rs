//! Lists that staff keep beside the programs: what stands in them holds for every program, from the moment at which it was entered.

/// A list that staff keep. Its entries add to those that a program names itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StaffList {
    /// Email domains that count as throw-away.
    DeniedDomains,
    /// Email domains that never count as throw-away or relay.
    AllowedDomains,
    /// Email domains whose people get and give nothing.
    ExcludedDomains,
    /// Customers who get and give nothing.
    ExcludedCustomers,
    /// Sales channels whose orders give nothing.
    ExcludedChannels,
}

impl StaffList {
    /// Every list.
    pub const ALL: [Self; 5] = [Self::DeniedDomains, Self::AllowedDomains, Self::ExcludedDomains, Self::ExcludedCustomers, Self::ExcludedChannels];

    /// The name in files, the same as that of the program's own list.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeniedDomains => "denied_domains",
            Self::AllowedDomains => "allowed_domains",
            Self::ExcludedDomains => "excluded_domains",
            Self::ExcludedCustomers => "excluded_customers",
            Self::ExcludedChannels => "excluded_channels",
        }
    }

    /// The list of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }

    /// Whether the entries are email domains.
    #[must_use]
    pub const fn is_of_domains(self) -> bool {
        matches!(self, Self::DeniedDomains | Self::AllowedDomains | Self::ExcludedDomains)
    }
}

crate::canon_enum!(StaffList { 0 => DeniedDomains, 1 => AllowedDomains, 2 => ExcludedDomains, 3 => ExcludedCustomers, 4 => ExcludedChannels });
