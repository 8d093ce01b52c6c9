//! What can happen at a shop, one variant each. What a deed bumps is what a recorded shop bumped.

use crate::instant::{Micros, SECOND};
use crate::living::{Living, Trouble};

/// Who buys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Buyer {
    /// The account with this number.
    Account(u64),
    /// Somebody without one, by their mail address.
    Guest(String),
}

/// A row, by its kind and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The account with this number.
    Customer(u64),
    /// The order with this number.
    Order(u64),
}

/// Something that happens at a shop. Amounts are percents of what there is, so that a deed makes sense whatever the order comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Somebody makes an account. One that is confirmed at once takes over the guest orders under its mail address, which bumps none of them.
    Register {
        /// The mail address; nothing happens when an account has it.
        email: String,
        /// The code that brought them, in the account's metadata.
        ref_code: Option<String>,
        /// The code that they share.
        own_code: Option<String>,
        /// Whether the account is confirmed at once.
        confirmed: bool,
    },
    /// An account is confirmed: bumps it. Guest orders under exactly its mail address become its own, and are not bumped.
    ConfirmAccount {
        /// Whose.
        customer: u64,
    },
    /// Guest orders become an account's own, and nothing is bumped at all.
    AdoptOrders {
        /// Whose.
        customer: u64,
    },
    /// An account's code is written late: bumps the account.
    GiveCode {
        /// Whose.
        customer: u64,
        /// The code.
        code: String,
    },
    /// Another mail address: bumps the account, and takes over guest orders under the new address without a bump.
    ChangeEmail {
        /// Whose.
        customer: u64,
        /// The new address.
        email: String,
    },
    /// The account goes. Its orders keep their mail address, lose their owner and are not bumped.
    DeleteCustomer {
        /// Which.
        customer: u64,
    },
    /// An order is placed.
    Place {
        /// Who buys.
        buyer: Buyer,
        /// The code in the order's metadata.
        ref_code: Option<String>,
        /// The place of the channel, 0 to 4.
        channel: u8,
        /// Goods and pieces.
        items: Vec<(u8, u32)>,
        /// Whether the shop confirms it at once.
        confirmed: bool,
        /// The gift card that pays a part of it: nothing on the card is bumped.
        card: Option<u64>,
        /// The voucher used.
        voucher: Option<u64>,
    },
    /// An order is sent again: a new one that copies the metadata, `ref_code` with it.
    Replace {
        /// Which.
        order: u64,
    },
    /// Staff confirm an order.
    ConfirmOrder {
        /// Which.
        order: u64,
    },
    /// Money is taken: this percent of the total, at most what is not yet taken.
    Charge {
        /// Of which order.
        order: u64,
        /// 1 to 100.
        percent: u32,
    },
    /// Money is given back: this percent of what is held.
    Refund {
        /// Of which order.
        order: u64,
        /// 1 to 100.
        percent: u32,
    },
    /// The last refund bounces.
    ReverseRefund {
        /// Of which order.
        order: u64,
    },
    /// The bank takes all back that is held.
    ChargeBack {
        /// Of which order.
        order: u64,
    },
    /// Staff cancel an order.
    Cancel {
        /// Which.
        order: u64,
    },
    /// An unpaid order expires: its status changes and nothing is bumped.
    Expire {
        /// Which.
        order: u64,
    },
    /// An expired order is deleted.
    Vanish {
        /// Which.
        order: u64,
    },
    /// The first line gets this percent of its price.
    Edit {
        /// Of which order.
        order: u64,
        /// Above 100 raises the total, below lowers it.
        percent: u32,
    },
    /// A note: bumps the order and changes nothing that anybody reads.
    Note {
        /// Of which order.
        order: u64,
    },
    /// Metadata is written: bumps the row, also when nothing changes.
    WriteMetadata {
        /// Where.
        row: Row,
        /// Which.
        key: String,
        /// What.
        value: String,
    },
    /// A gift card is made.
    MakeCard {
        /// Its code.
        code: String,
        /// The place of the channel whose currency it has.
        channel: u8,
        /// Its balance in minor units.
        minor: i64,
    },
    /// A guest pays for an order with a gift card, if it is active.
    SpendCard {
        /// Its code.
        code: String,
        /// How much of it, in minor units; at most what is left.
        minor: i64,
    },
    /// A guest uses a voucher in an order, if it is worth something and not over.
    UseVoucher {
        /// Its code.
        code: String,
    },
    /// A gift card is switched off.
    DeactivateCard {
        /// Which.
        card: u64,
    },
    /// A gift card is deleted.
    DeleteCard {
        /// Which.
        card: u64,
    },
    /// A voucher is made.
    MakeVoucher {
        /// Its code.
        code: String,
    },
    /// A voucher ends now.
    EndVoucher {
        /// Which.
        voucher: u64,
    },
    /// A voucher is deleted.
    DeleteVoucher {
        /// Which.
        voucher: u64,
    },
    /// Something goes wrong with a row, which is bumped.
    Spoil {
        /// Which.
        row: Row,
        /// What.
        trouble: Trouble,
    },
    /// A row is set right.
    Heal {
        /// Which.
        row: Row,
        /// Whether that bumps it; a repair in the shop's own db does not.
        bump: bool,
    },
    /// A deed that is begun now and committed later: its rows appear with instants that are older than rows which are visible already.
    Late {
        /// Which.
        deed: Box<Deed>,
        /// How much later; Saleor's own requests end within five minutes.
        seconds: u32,
    },
}

impl Living {
    /// Does a deed whose instants are `at`.
    pub(super) fn perform(&mut self, deed: &Deed, at: Micros) -> bool {
        let done = match deed {
            Deed::Register { email, ref_code, own_code, confirmed } => self.register(email, ref_code.as_deref(), own_code.as_deref(), *confirmed, at),
            Deed::ConfirmAccount { customer } => self.confirm_account(*customer, at),
            Deed::AdoptOrders { customer } => self.adopt_orders(*customer),
            Deed::GiveCode { customer, code } => self.give_code(*customer, code, at),
            Deed::ChangeEmail { customer, email } => self.change_email(*customer, email, at),
            Deed::DeleteCustomer { customer } => self.delete_customer(*customer),
            Deed::Place { buyer, ref_code, channel, items, confirmed, card, voucher } => {
                let order = self.place(buyer, *channel, items, *confirmed, at);
                order.is_some_and(|order| self.dress(order, ref_code.as_deref(), *card, *voucher, at))
            }
            Deed::Replace { order } => self.replace(*order, at),
            Deed::ConfirmOrder { order } => self.confirm_order(*order, at),
            Deed::Charge { order, percent } => self.charge(*order, *percent, at),
            Deed::Refund { order, percent } => self.refund(*order, *percent, at),
            Deed::ReverseRefund { order } => self.reverse_refund(*order, at),
            Deed::ChargeBack { order } => self.charge_back(*order, at),
            Deed::Cancel { order } => self.cancel(*order, at),
            Deed::Expire { order } => self.expire(*order, at),
            Deed::Vanish { order } => self.vanish(*order),
            Deed::Edit { order, percent } => self.edit(*order, *percent, at),
            Deed::Note { order } => self.note(*order, at),
            Deed::WriteMetadata { row, key, value } => self.write_metadata(*row, key, value, at),
            Deed::MakeCard { code, channel, minor } => self.make_card(code, *channel, *minor, at),
            Deed::SpendCard { code, minor } => self.spend(code, *minor, at),
            Deed::UseVoucher { code } => self.redeem(code, at),
            Deed::DeactivateCard { card } => self.deactivate_card(*card, at),
            Deed::DeleteCard { card } => self.delete_card(*card),
            Deed::MakeVoucher { code } => self.make_voucher(code, at),
            Deed::EndVoucher { voucher } => self.end_voucher(*voucher, at),
            Deed::DeleteVoucher { voucher } => self.delete_voucher(*voucher),
            Deed::Spoil { row, trouble } => self.set_trouble(*row, Some(trouble.clone()), Some(at)),
            Deed::Heal { row, bump } => self.set_trouble(*row, None, bump.then_some(at)),
            Deed::Late { deed, seconds } => self.begin(deed, at, *seconds),
        };
        self.forget_owned_codes();
        done
    }

    fn begin(&mut self, deed: &Deed, at: Micros, seconds: u32) -> bool {
        self.begun.push((at + i64::from(seconds) * SECOND, at, deed.clone()));
        self.begun.sort_by_key(|(shown, began, _)| (*shown, *began));
        true
    }
}
