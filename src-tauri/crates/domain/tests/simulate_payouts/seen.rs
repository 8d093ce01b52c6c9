//! How deliveries are made in a history, and what happened in it.

/// How deliveries are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// As the product does.
    Sound,
    /// What is unknown is sent again without a look, under the same code.
    SendsAgainBlindly,
    /// What is unknown is sent again without a look, under another code.
    SendsAgainUnderAnotherCode,
    /// It is sent first and written down then.
    IntendsAfterSending,
    /// What turns out to be delivered is left as it is when the reward has ended meanwhile.
    NeverCorrects,
    /// What lost our mark is taken for gone.
    TakesUnmarkedForGone,
    /// What is intended anew has the last day of the first time.
    KeepsTheFirstDay,
    /// What was tried often is not tried any more.
    GivesUp,
}

/// What happened in a history.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) cards: u64,
    pub(crate) crashes: u64,
    pub(crate) restores: u64,
    pub(crate) faults: u64,
    pub(crate) requests: u64,
    pub(crate) uses: u64,
    pub(crate) taken_back: u64,
    pub(crate) adopted: u64,
    pub(crate) corrected: u64,
    pub(crate) unmarked: u64,
    pub(crate) asked: u64,
    pub(crate) refused: u64,
    pub(crate) worn: u64,
}

impl Seen {
    pub(crate) fn add(&mut self, other: &Self) {
        for (sum, part) in [
            (&mut self.cards, other.cards),
            (&mut self.crashes, other.crashes),
            (&mut self.restores, other.restores),
            (&mut self.faults, other.faults),
            (&mut self.requests, other.requests),
            (&mut self.uses, other.uses),
            (&mut self.taken_back, other.taken_back),
            (&mut self.adopted, other.adopted),
            (&mut self.corrected, other.corrected),
            (&mut self.unmarked, other.unmarked),
            (&mut self.asked, other.asked),
            (&mut self.refused, other.refused),
            (&mut self.worn, other.worn),
        ] {
            *sum += part;
        }
    }
}
