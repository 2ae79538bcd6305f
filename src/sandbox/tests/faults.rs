//! The tester's sub-accounts: recognisable, behind the demo's, and honest when asked again.

use std::collections::BTreeSet;

use super::*;
use crate::{domain::SubAccountId, sandbox::fault::lists::LAG};

#[tokio::test]
async fn they_come_after_the_demo_and_fit_two_pages() {
    let all: Vec<_> = scenario::all().collect();
    let (demo, faults) = all.split_at(scenarios().len());
    assert!(demo.iter().all(|scenario| !scenario.name.contains("Fault")));
    assert!(faults.iter().all(|fault| fault.name.starts_with("Fault: ")));
    // The longest id decides how much of every name is seen, the demo's too.
    assert!(faults.iter().all(|fault| fault.id.starts_with("sub_") && fault.id.len() <= 18));
    assert_eq!(all.iter().map(|scenario| scenario.id).collect::<BTreeSet<_>>().len(), all.len());
    assert!(all.iter().all(|scenario| SubAccountId::parse(scenario.id).is_ok()));
    assert!(all.len() <= 200, "the program reads pages of 100");
    // But for the one whose name is the fault, they fit a line beside their ids.
    let long: Vec<_> = faults.iter().filter(|fault| fault.name.len() > 48).map(|fault| fault.id).collect();
    assert_eq!(long, ["sub_evil_name"]);
}

#[tokio::test]
async fn the_same_key_again_gets_the_honest_answer_and_one_sale() {
    for account in ["sub_cut_unsold", "sub_cut_body", "sub_html_200", "sub_503"] {
        let sandbox = sandbox().await;
        // Whatever became of the first try.
        let _ = send(purchase_request(&sandbox, Some("key"), &order_for(account))).await;
        let reply = buy(&sandbox, Some("key"), &order_for(account)).await;
        assert_eq!(reply.status, 201, "{account}");
        assert_eq!(owned(&sandbox, &format!("sub_account_id={account}")).await.ids(), [reply.text("/data/id")]);
        assert_eq!(sandbox.sales().len(), 1, "{account}");
    }
}

#[tokio::test]
async fn a_lagging_list_catches_up() {
    let sandbox = sandbox().await;
    let id = buy(&sandbox, None, &order_for("sub_list_lags")).await.text("/data/id");
    for _ in 0..LAG {
        assert!(owned(&sandbox, "sub_account_id=sub_list_lags").await.ids().is_empty());
    }
    assert_eq!(owned(&sandbox, "sub_account_id=sub_list_lags").await.ids(), [id]);
}

#[tokio::test]
async fn a_ghost_is_answered_and_never_sold() {
    let sandbox = sandbox().await;
    let reply = buy(&sandbox, None, &order_for("sub_ghost")).await;
    assert_eq!((reply.status, reply.text("/data/sub_account_id")), (201, "sub_ghost".to_owned()));
    assert_eq!(sandbox.sales(), []);
}
