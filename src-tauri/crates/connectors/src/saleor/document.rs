//! The questions that a shop is asked, built from pieces by what the shop can.
//!
//! Only fields that `vouchsafe_domain::shop` keeps are asked for: the narrower the question, the faster the shop answers. Two fields are left
//! out on purpose: `Order.origin`, whose non-null enum lets one odd row null the whole page, and `TransactionItem.privateMetadata`, which takes
//! a permission to handle payments.

mod payout;

pub(super) use payout::*;

use super::Capabilities;
use vouchsafe_domain::shop::Kind;

/// Who asks: open to every token, so that a wrong one can be told from a shop that is none.
pub(super) const WHO: &str = "query Who{shop{name schemaVersion} app{id permissions{code}}}";

/// What the shop is and can.
pub(super) const WHAT: &str = r#"query What{
 shop{version} channels{slug currencyCode isActive}
 user:__type(name:"User"){fields(includeDeprecated:true){name}}
 order:__type(name:"Order"){fields(includeDeprecated:true){name}}
 item:__type(name:"TransactionItem"){fields(includeDeprecated:true){name}}
 voucher:__type(name:"Voucher"){fields(includeDeprecated:true){name}}
 orderWhere:__type(name:"OrderWhereInput"){inputFields{name}}
 customerWhere:__type(name:"CustomerWhereInput"){inputFields{name}}
 transactionWhere:__type(name:"TransactionWhereInput"){inputFields{name}}
 cardInput:__type(name:"GiftCardCreateInput"){inputFields{name}}
}"#;

const CUSTOMER: &str = "id email firstName lastName isActive dateJoined updatedAt languageCode externalReference note
 metadata{key value} privateMetadata{key value} addresses{...A}";

const ORDER: &str = "id number created updatedAt status original channel{slug} userEmail user{id email}
 billingAddress{...A} shippingAddress{...A}
 total{gross{amount currency}} subtotal{gross{amount} net{amount}} shippingPrice{gross{amount}}
 giftCards{id} metadata{key value} privateMetadata{key value}
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
 createdByEmail usedByEmail tags{name} metadata{key value} privateMetadata{key value}
 events{id date type orderId balance{currentBalance{amount} oldCurrentBalance{amount}}}";

const VOUCHER: &str = "id name type discountValueType usageLimit used startDate endDate applyOncePerCustomer
 channelListings{channel{slug} discountValue currency minSpent{amount currency}} metadata{key value}";

const ADDRESS: &str =
    "fragment A on Address{firstName lastName companyName streetAddress1 streetAddress2 city postalCode country{code} countryArea phone}";

/// The codes of a voucher, a page of them.
const CODES: &str = "pageInfo{hasNextPage endCursor} edges{node{code used isActive}}";

/// The question for a page of whole rows. `since` reads what changed since `$since`; `count` asks how many rows there are in all.
pub(super) fn rows(kind: Kind, can: Capabilities, since: bool, count: bool) -> String {
    let count = if count { "totalCount " } else { "" };
    let (node, fragment) = (node(kind, can), fragment(kind));
    format!("{}{{{count}pageInfo{{hasNextPage endCursor}} edges{{node{{\n {node}\n}}}}}}}}\n{fragment}", opening(kind, can, since))
}

/// The question for the whole rows with `$ids`. Gift cards know no such filter and are asked for one by one, `a0` for `$i0` and so on.
pub(super) fn by_ids(kind: Kind, can: Capabilities, count: usize) -> String {
    some(kind, can, count, &node(kind, can), fragment(kind))
}

/// The question for nothing but the ids of the same rows, which no broken field can spoil.
pub(super) fn named(kind: Kind, can: Capabilities, count: usize) -> String {
    some(kind, can, count, "id", "")
}

fn some(kind: Kind, can: Capabilities, count: usize, node: &str, fragment: &str) -> String {
    let condition = match kind {
        Kind::GiftCards => {
            let declared: String = (0..count).map(|at| format!("$i{at}:ID!,")).collect();
            let asked: String = (0..count).map(|at| format!(" a{at}:giftCard(id:$i{at}){{...C}}")).collect();
            return format!("query ByIds({declared}){{{asked}}}\nfragment C on GiftCard{{{node}}}");
        }
        Kind::Orders if can.order_where => "where",
        Kind::Customers if can.customer_where => "where",
        Kind::Transactions => "where",
        Kind::Orders | Kind::Customers | Kind::Vouchers => "filter",
    };
    let name = field(kind);
    format!(
        "query ByIds($first:Int!,$ids:[ID!]){{{name}(first:$first,{condition}:{{ids:$ids}}){{pageInfo{{hasNextPage endCursor}} edges{{node{{\n {node}\n}}}}}}}}\n{fragment}"
    )
}

/// The question for the ids of everything of a kind, in an order that no change of a row touches, as far as the shop has one.
pub(super) fn listing(kind: Kind, can: Capabilities) -> String {
    let (sort, node) = match kind {
        Kind::Customers => (",sortBy:{field:CREATED_AT,direction:ASC}", "id dateJoined updatedAt"),
        Kind::Orders => (",sortBy:{field:NUMBER,direction:ASC}", "id number created updatedAt user{id}"),
        Kind::Transactions if can.transactions_modified => (",sortBy:{field:CREATED_AT,direction:ASC}", "id createdAt modifiedAt"),
        Kind::Transactions => ("", "id createdAt modifiedAt"),
        Kind::GiftCards => (",sortBy:{field:CREATED_AT,direction:ASC}", "id created"),
        Kind::Vouchers => ("", "id"),
    };
    let name = field(kind);
    format!(
        "query Ids($first:Int!,$after:String){{{name}(first:$first,after:$after{sort}){{totalCount pageInfo{{hasNextPage endCursor}} edges{{node{{{node}}}}}}}}}"
    )
}

/// The question for how many rows there are of a kind.
pub(super) fn count(kind: Kind) -> String {
    format!("query Count{{{}(first:1){{totalCount}}}}", field(kind))
}

/// The question for more of one voucher's codes.
pub(super) fn codes() -> String {
    format!("query Codes($id:ID!,$after:String){{voucher(id:$id){{codes(first:100,after:$after){{{CODES}}}}}}}")
}

/// Writes one key of an object's public metadata; other keys stay.
pub(super) const WRITE_METADATA: &str =
    "mutation WriteMetadata($id:ID!,$input:[MetadataInput!]!){updateMetadata(id:$id,input:$input){errors{field message code}}}";

/// The fields of a whole row, as far as the shop has them.
fn node(kind: Kind, can: Capabilities) -> String {
    let card = if can.method_details { CARD } else { "" };
    match kind {
        Kind::Customers => format!("{CUSTOMER} {}", if can.confirmed { "isConfirmed" } else { "" }),
        Kind::Orders => {
            let voucher = if can.voucher_code { "voucherCode" } else { "voucher{code}" };
            format!("{ORDER} {voucher}\n transactions{{{card} {MOVEMENTS}}}\n {}", if can.payments { PAYMENTS } else { "" })
        }
        Kind::Transactions => format!("{TRANSACTION}\n {card} {MOVEMENTS}"),
        Kind::GiftCards => GIFT_CARD.to_owned(),
        Kind::Vouchers if can.voucher_codes => format!("{VOUCHER} singleUse codes(first:100){{{CODES}}}"),
        Kind::Vouchers => format!("{VOUCHER} code"),
    }
}

/// What the fields of a whole row refer to.
const fn fragment(kind: Kind) -> &'static str {
    if matches!(kind, Kind::Customers | Kind::Orders) { ADDRESS } else { "" }
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
