//! The questions that a shop is asked, built from pieces by what the shop can.
//!
//! Only fields that `vouchsafe_domain::shop` keeps are asked for: the narrower the question, the faster the shop answers. Two fields are left
//! out on purpose: `Order.origin`, whose non-null enum lets one odd row null the whole page, and `TransactionItem.privateMetadata`, which takes
//! a permission to handle payments.

use super::Capabilities;
use vouchsafe_domain::shop::Kind;

/// Who asks: open to every token, so that a wrong one can be told from a shop that is none.
pub(super) const WHO: &str = "query Who{shop{name schemaVersion} app{id permissions{code}}}";

/// What the shop is and can.
pub(super) const WHAT: &str = r#"query What{
 shop{version} channels{slug currencyCode}
 order:__type(name:"Order"){fields(includeDeprecated:true){name}}
 item:__type(name:"TransactionItem"){fields(includeDeprecated:true){name}}
 orderWhere:__type(name:"OrderWhereInput"){inputFields{name}}
 customerWhere:__type(name:"CustomerWhereInput"){inputFields{name}}
 transactionWhere:__type(name:"TransactionWhereInput"){inputFields{name}}
}"#;

const CUSTOMER: &str = "id email firstName lastName isActive isConfirmed dateJoined updatedAt languageCode externalReference note
 metadata{key value} privateMetadata{key value} addresses{...A}";

const ORDER: &str = "id number created updatedAt status original channel{slug} userEmail user{id email}
 billingAddress{...A} shippingAddress{...A}
 total{gross{amount currency}} subtotal{gross{amount} net{amount}} shippingPrice{gross{amount}}
 voucherCode giftCards{id} metadata{key value} privateMetadata{key value}
 lines{id productName productSku quantity totalPrice{gross{amount} net{amount}} variant{product{category{slug}}}}
 events{id date type}";

const PAYMENTS: &str = "payments{customerIpAddress creditCard{brand firstDigits lastDigits expMonth expYear}
  transactions{id created kind isSuccess amount{amount currency}}}";

const TRANSACTION: &str = "id createdAt modifiedAt pspReference order{id number}
 chargedAmount{amount currency} refundedAmount{amount currency} authorizedAmount{amount currency}";

const MOVEMENTS: &str = "events{id createdAt type amount{amount currency}}";

/// 3.22 and later.
const CARD: &str = "paymentMethodDetails{... on CardPaymentMethodDetails{brand firstDigits lastDigits expMonth expYear}}";

const GIFT_CARD: &str = "id code isActive created expiryDate lastUsedOn initialBalance{amount currency} currentBalance{amount currency}
 createdByEmail usedByEmail tags{name} metadata{key value} privateMetadata{key value}";

const VOUCHER: &str = "id name type discountValueType usageLimit used startDate endDate singleUse applyOncePerCustomer
 codes(first:100){edges{node{code used isActive}}}
 channelListings{channel{slug} discountValue currency minSpent{amount currency}} metadata{key value}";

const ADDRESS: &str =
    "fragment A on Address{firstName lastName companyName streetAddress1 streetAddress2 city postalCode country{code} countryArea phone}";

/// The question for a page of whole rows. `since` reads what changed since `$since`; `count` asks how many rows there are in all.
pub(super) fn rows(kind: Kind, can: Capabilities, since: bool, count: bool) -> String {
    let card = if can.method_details { CARD } else { "" };
    let node = match kind {
        Kind::Customers => CUSTOMER.to_owned(),
        Kind::Orders => format!("{ORDER}\n transactions{{{card} {MOVEMENTS}}}\n {}", if can.payments { PAYMENTS } else { "" }),
        Kind::Transactions => format!("{TRANSACTION}\n {card} {MOVEMENTS}"),
        Kind::GiftCards => GIFT_CARD.to_owned(),
        Kind::Vouchers => VOUCHER.to_owned(),
    };
    let fragment = if matches!(kind, Kind::Customers | Kind::Orders) { ADDRESS } else { "" };
    let count = if count { "totalCount " } else { "" };
    format!("{}{{{count}pageInfo{{hasNextPage endCursor}} edges{{node{{\n {node}\n}}}}}}}}\n{fragment}", opening(kind, can, since))
}

/// The question for nothing but the ids of the same rows, which no broken field can spoil.
pub(super) fn ids(kind: Kind, can: Capabilities, since: bool) -> String {
    format!("{}{{edges{{cursor node{{id}}}}}}}}", opening(kind, can, since))
}

fn opening(kind: Kind, can: Capabilities, since: bool) -> String {
    let name = field(kind);
    let since = since && can.is_incremental(kind);
    let (variable, filter) = match kind {
        _ if !since => ("", ""),
        Kind::Orders if !can.order_where => (",$since:DateTime", ",filter:{updatedAt:{gte:$since}}"),
        Kind::Customers if !can.customer_where => (",$since:DateTime", ",filter:{updatedAt:{gte:$since}}"),
        Kind::Transactions => (",$since:DateTime", ",where:{modifiedAt:{gte:$since}}"),
        _ => (",$since:DateTime", ",where:{updatedAt:{gte:$since}}"),
    };
    let sort = match kind {
        Kind::Customers | Kind::Orders => ",sortBy:{field:LAST_MODIFIED_AT,direction:ASC}",
        Kind::Transactions if can.transactions_modified => ",sortBy:{field:MODIFIED_AT,direction:ASC}",
        Kind::GiftCards => ",sortBy:{field:CREATED_AT,direction:ASC}",
        Kind::Transactions | Kind::Vouchers => "",
    };
    format!("query Page($first:Int!,$after:String{variable}){{{name}(first:$first,after:$after{filter}{sort})")
}

/// The query's field for a kind.
pub(super) const fn field(kind: Kind) -> &'static str {
    match kind {
        Kind::Customers => "customers",
        Kind::Orders => "orders",
        Kind::Transactions => "transactions",
        Kind::GiftCards => "giftCards",
        Kind::Vouchers => "vouchers",
    }
}

#[cfg(test)]
mod tests;
