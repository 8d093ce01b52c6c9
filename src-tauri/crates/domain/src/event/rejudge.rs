//! Why events of before are judged again.

/// Why an old event is judged again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejudgeWhy {
    /// A code that somebody had come with turned out to be somebody's.
    CodeLearned,
    /// A guest turned out to have an account.
    GuestLinked,
    /// Staff said who brought somebody whom nobody had brought.
    Attributed,
    /// Another system had said who brought somebody: it may have paid for what they did.
    TakenOver,
    /// Who brought somebody became known after what they did was judged.
    BoundLate,
}

impl RejudgeWhy {
    /// The name in files, on the wire and in the key of its sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CodeLearned => "code_learned",
            Self::GuestLinked => "guest_linked",
            Self::Attributed => "attributed",
            Self::TakenOver => "taken_over",
            Self::BoundLate => "bound_late",
        }
    }
}

crate::canon_enum!(RejudgeWhy { 0 => CodeLearned, 1 => GuestLinked, 3 => Attributed, 4 => BoundLate, 5 => TakenOver });
