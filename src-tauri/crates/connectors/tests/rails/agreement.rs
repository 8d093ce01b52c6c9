//! What all desks agree on at the shop: the first proposal stands, whole, whatever is lost on the way; and nobody can use what bears it.

use super::{RELEASES, connect, usd};
use std::sync::Arc;
use vouchsafe_connectors::rail::{Agreed, Agreement, CameOfIt, PayoutRail};
use vouchsafe_connectors::saleor::{GiftCardRail, VoucherRail};
use vouchsafe_demo::{Asked, Deed, Fault, Faults, Living, Options, Server, Source, Spec, When, serve};
use vouchsafe_domain::name::NameTable;
use vouchsafe_domain::reward::Rail;

const CARDS: &str = Agreement::place(Rail::GiftCard);
const VOUCHERS: &str = Agreement::place(Rail::Voucher);

fn proposal(number: u8) -> Agreement {
    Agreement { shop: format!("https://shop-{number}.example/graphql/"), secret: [number; 32] }
}

async fn rails(server: &Server) -> [Box<dyn PayoutRail>; 2] {
    let shop = connect(server).await;
    [Box::new(GiftCardRail::new(shop.clone())), Box::new(VoucherRail::new(shop, Arc::new(NameTable::default())))]
}

#[tokio::test]
async fn the_first_proposal_stands_at_every_release_and_kind_of_shop() {
    for version in RELEASES {
        let sources: [Source; 2] = [Living::new(1).into(), vouchsafe_demo::Shop::generate(&Spec::new(30, 1)).into()];
        for source in sources {
            let server = serve(source, Options { version: version.to_owned(), ..Options::default() }).await.unwrap();
            for rail in rails(&server).await {
                let before = server.requests();
                assert_eq!(rail.agreed().await.unwrap(), Agreed::Nothing, "{version}");
                assert_eq!(rail.agree(&proposal(1)).await.unwrap(), Agreed::On(proposal(1)), "{version}");
                assert_eq!(rail.agree(&proposal(2)).await.unwrap(), Agreed::Strange, "{version}");
                assert_eq!(rail.agreed().await.unwrap(), Agreed::On(proposal(1)), "{version}");
                assert_eq!(server.requests() - before, 4, "each is one call");
            }
            let (card, voucher) = (server.cards().remove(0), server.vouchers().remove(0));
            assert_eq!((card.code.as_str(), card.is_active, card.current), (CARDS, false, 1), "{version}");
            assert_eq!((voucher.codes, voucher.listings.len(), voucher.usage_limit), (vec![VOUCHERS.to_owned()], 0, Some(1)), "{version}");
            assert_eq!(server.spend(CARDS, 1), 0, "nobody can use it");
        }
    }
}

#[tokio::test]
async fn what_is_shown_before_is_what_is_sent_but_for_the_secret() {
    let server = serve(Living::new(1), Options::default()).await.unwrap();
    for (rail, place) in rails(&server).await.iter().zip(Agreement::PLACES) {
        let [look_up, propose] = rail.requests_to_agree(&proposal(7).shop);
        assert!(look_up.contains(place) && look_up.contains("query FindAgreement"), "{look_up}");
        assert!(propose.contains(place) && propose.contains("<the secret") && propose.contains("shop-7.example"), "{propose}");
        assert!(!propose.contains("0707"), "{propose}");
    }
    assert_eq!((server.cards(), server.vouchers().len()), (Vec::new(), 0));
}

/// What a rail says to a proposal that something went wrong with, and what stands at the shop then.
async fn struck(fault: Fault, at: usize) -> (String, Agreed) {
    let server = serve(Living::new(1), Options::default()).await.unwrap();
    let rail = &rails(&server).await[at];
    server.set_faults(Faults::default().with(Asked::Mutations, When::Nth(1), fault));
    let said = match rail.agree(&proposal(3)).await {
        Ok(Agreed::On(there)) => format!("on {}", there == proposal(3)),
        Ok(other) => format!("{other:?}").to_lowercase(),
        Err(error) => format!("{:?}", error.came_of_it()).to_lowercase(),
    };
    server.set_faults(Faults::default());
    (said, rail.agreed().await.unwrap())
}

#[tokio::test]
async fn each_fault_is_classed_and_half_an_agreement_is_never_there() {
    let (nothing, whole) = (Agreed::Nothing, Agreed::On(proposal(3)));
    let table = [
        (Fault::Lost, "unknown", &whole),
        (Fault::ResetBefore, "unknown", &nothing),
        (Fault::ResetWithin, "unknown", &whole),
        (Fault::Truncated { chunked: true }, "unknown", &whole),
        (Fault::Garbled, "unknown", &whole),
        (Fault::Internal, "unknown", &whole),
        (Fault::Failed, "unknown", &nothing),
        (Fault::BadGateway, "unknown", &nothing),
        (Fault::GatewayLost, "unknown", &whole),
        (Fault::Twice, "strange", &whole),
        (Fault::TokenRevoked, "nothing", &nothing),
    ];
    for (fault, said, stands) in table {
        for at in 0..2 {
            assert_eq!(struck(fault.clone(), at).await, (said.to_owned(), stands.clone()), "{} {at}", fault.name());
        }
    }
}

#[tokio::test]
async fn of_many_who_propose_at_once_one_is_heard_and_the_others_find_it() {
    for raced in [false, true] {
        let server = serve(Living::new(1), Options::default()).await.unwrap();
        if raced {
            server.set_faults(Faults::default().with(Asked::Mutations, When::Chance(5_000), Fault::Raced));
        }
        for at in 0..2 {
            let mut desks = tokio::task::JoinSet::new();
            for number in 1..=12 {
                let rail = rails(&server).await.into_iter().nth(at).unwrap();
                desks.spawn(async move {
                    let said = rail.agree(&proposal(number)).await;
                    assert!(!matches!(&said, Err(error) if error.came_of_it() != CameOfIt::Unknown), "{said:?}");
                    (matches!(said, Ok(Agreed::On(_))), rail.agreed().await.unwrap())
                });
            }
            let heard = desks.join_all().await;
            assert_eq!(heard.iter().filter(|(won, _)| *won).count(), 1);
            assert!(matches!(heard[0].1, Agreed::On(_)) && heard.iter().all(|(_, found)| *found == heard[0].1), "{heard:?}");
        }
    }
}

#[tokio::test]
async fn what_has_its_place_and_bears_nothing_is_strange() {
    let server = serve(Living::new(1), Options::default()).await.unwrap();
    let [cards, vouchers] = rails(&server).await;
    assert!(server.make_card(CARDS, 500));
    assert_eq!(server.alter(|shop| shop.act(&Deed::MakeVoucher { code: VOUCHERS.to_owned() })), Some(true));
    for rail in [&cards, &vouchers] {
        assert_eq!((rail.agree(&proposal(1)).await.unwrap(), rail.agreed().await.unwrap()), (Agreed::Strange, Agreed::Strange));
    }
    let card = server.cards().remove(0);
    assert_eq!((card.current, card.is_active, card.currency.as_str()), (500, true, usd().code()), "what is not ours is left alone");
    // The codes of cards and vouchers are unique together: one has the place of the other, and no look-up finds it.
    assert!(server.delete(CARDS) && server.delete(VOUCHERS) && server.make_card(VOUCHERS, 500));
    assert_eq!((vouchers.agree(&proposal(1)).await.unwrap(), vouchers.agreed().await.unwrap()), (Agreed::Strange, Agreed::Nothing));
    // Part of a code, or its letters in another case, is another code.
    assert_eq!(server.alter(|shop| shop.act(&Deed::MakeVoucher { code: format!("{VOUCHERS}-2") })), Some(true));
    assert_eq!(vouchers.agreed().await.unwrap(), Agreed::Nothing);
}
