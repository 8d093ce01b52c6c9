//! What a shop is told and asked about gift cards and vouchers that stand for rewards.

use crate::saleor::Capabilities;

/// What is read of a card that stands for a reward.
const CARD: &str = "id code isActive created expiryDate initialBalance{amount currency} currentBalance{amount currency} metadata{key value}
 events{type message user{id} balance{currentBalance{amount currency} oldCurrentBalance{amount currency}}}";

/// What is read of a voucher that stands for a reward.
const VOUCHER: &str = "id name startDate endDate used channelListings{channel{slug} discountValue currency} metadata{key value}";

const ERRORS: &str = "errors{field message code}";

/// The cards with a code, and those that bear an issuance.
pub(in crate::saleor) fn find_cards() -> String {
    format!(
        "query FindCards($code:String!,$key:String!,$issuance:String!){{
 byCode:giftCards(first:20,filter:{{code:$code}}){{edges{{node{{...C}}}}}}
 byIssuance:giftCards(first:20,filter:{{metadata:[{{key:$key,value:$issuance}}]}}){{edges{{node{{...C}}}}}}
}}
fragment C on GiftCard{{{CARD}}}"
    )
}

/// The card with a code, as far as an agreement goes.
pub(in crate::saleor) const FIND_CARD_BY_CODE: &str =
    "query FindAgreement($code:String!){found:giftCards(first:20,filter:{code:$code}){edges{node{code privateMetadata{key value} events{message}}}}}";

/// The vouchers that a search for a code finds, as far as an agreement goes.
pub(in crate::saleor) fn find_voucher_by_code(can: Capabilities) -> String {
    let codes = if can.voucher_codes { "codes(first:20){edges{node{code}}}" } else { "code" };
    format!("query FindAgreement($code:String!){{found:vouchers(first:20,filter:{{search:$code}}){{edges{{node{{name {codes}}}}}}}}}")
}

/// Makes a card.
pub(in crate::saleor) fn create_card() -> String {
    format!("mutation IssueGiftCard($input:GiftCardCreateInput!){{giftCardCreate(input:$input){{giftCard{{{CARD}}} {ERRORS}}}}}")
}

/// Makes a card usable. It is labelled before, where the shop could not take the label when it was made.
pub(in crate::saleor) fn activate_card(can: Capabilities) -> String {
    let (declared, label) = if can.card_metadata { ("", String::new()) } else { (",$label:[MetadataInput!]!", label()) };
    format!("mutation ActivateGiftCard($id:ID!{declared}){{{label}giftCardActivate(id:$id){{giftCard{{{CARD}}} {ERRORS}}}}}")
}

/// Stops a card.
pub(in crate::saleor) fn stop_card() -> String {
    format!("mutation StopGiftCard($id:ID!){{giftCardDeactivate(id:$id){{giftCard{{{CARD}}} {ERRORS}}}}}")
}

/// Stops a card, and labels it as taken back in the same request.
pub(in crate::saleor) fn close_card() -> String {
    let label = label();
    format!("mutation CloseGiftCard($id:ID!,$label:[MetadataInput!]!){{giftCardDeactivate(id:$id){{giftCard{{{CARD}}} {ERRORS}}} {label}}}")
}

/// Sets a card's last day.
pub(in crate::saleor) fn renew_card() -> String {
    format!("mutation RenewGiftCard($id:ID!,$day:Date!){{giftCardUpdate(id:$id,input:{{expiryDate:$day}}){{giftCard{{{CARD}}} {ERRORS}}}}}")
}

/// Sets a card's balance.
pub(in crate::saleor) fn set_card() -> String {
    format!(
        "mutation SetGiftCard($id:ID!,$amount:PositiveDecimal!){{giftCardUpdate(id:$id,input:{{balanceAmount:$amount}}){{giftCard{{{CARD}}} {ERRORS}}}}}"
    )
}

fn label() -> String {
    format!("updateMetadata(id:$id,input:$label){{{ERRORS}}} ")
}

fn voucher(can: Capabilities) -> String {
    let codes = if can.voucher_codes { "singleUse codes(first:20){edges{node{code used isActive createdAt}}}" } else { "code" };
    format!("{VOUCHER} {codes}")
}

/// The vouchers that a search for a code finds, and those that bear an issuance.
pub(in crate::saleor) fn find_vouchers(can: Capabilities) -> String {
    let voucher = voucher(can);
    format!(
        "query FindVouchers($code:String!,$key:String!,$issuance:String!){{
 byCode:vouchers(first:20,filter:{{search:$code}}){{edges{{node{{...V}}}}}}
 byIssuance:vouchers(first:20,filter:{{metadata:[{{key:$key,value:$issuance}}]}}){{edges{{node{{...V}}}}}}
}}
fragment V on Voucher{{{voucher}}}"
    )
}

/// Makes a voucher, which is worth nothing yet.
pub(in crate::saleor) fn create_voucher(can: Capabilities) -> String {
    let voucher = voucher(can);
    format!("mutation IssueVoucher($input:VoucherInput!){{voucherCreate(input:$input){{voucher{{{voucher}}} {ERRORS}}}}}")
}

/// Labels a voucher, and makes it worth something in its channels.
pub(in crate::saleor) fn list_voucher(can: Capabilities) -> String {
    let (voucher, label) = (voucher(can), label());
    format!(
        "mutation ListVoucher($id:ID!,$label:[MetadataInput!]!,$input:VoucherChannelListingInput!){{{label}voucherChannelListingUpdate(id:$id,input:$input){{voucher{{{voucher}}} {ERRORS}}}}}"
    )
}

/// Changes a voucher's days.
pub(in crate::saleor) fn end_voucher(can: Capabilities) -> String {
    let voucher = voucher(can);
    format!("mutation EndVoucher($id:ID!,$input:VoucherInput!){{voucherUpdate(id:$id,input:$input){{voucher{{{voucher}}} {ERRORS}}}}}")
}

/// The sales channels.
pub(in crate::saleor) const CHANNELS: &str = "query Channels{channels{id slug currencyCode isActive}}";

/// The ids of so many categories, `a0` for the slug `$s0` and so on.
pub(in crate::saleor) fn categories(count: usize) -> String {
    let declared: String = (0..count).map(|at| format!("$s{at}:String!,")).collect();
    let asked: String = (0..count).map(|at| format!(" a{at}:category(slug:$s{at}){{id}}")).collect();
    format!("query Categories({declared}){{{asked}}}")
}
