//! Paging, which both lists share.

use super::*;

#[tokio::test]
async fn pages_follow_one_another_newest_first() {
    let sandbox = sandbox().await;
    let mut bought = Vec::new();
    for _ in 0..5 {
        bought.insert(0, buy(&sandbox, None, ORDER).await.text("/data/id"));
    }
    buy(&sandbox, None, &order_for("sub_error")).await;
    buy(&sandbox, None, &order_for("sub_error")).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = owned(&sandbox, &format!("sub_account_id=sub_8a1f4c2e&limit=2{cursor}")).await;
        let pagination = page.json()["pagination"].clone();
        assert_eq!((&pagination["total"], &pagination["limit"]), (&5.into(), &2.into()));
        seen.extend(page.ids());
        let last = page.text("/pagination/next_cursor");
        assert_eq!(pagination["has_more"], Value::Bool(!last.is_empty()));
        if last.is_empty() {
            assert!(pagination.get("next_cursor").is_none());
            break;
        }
        assert_eq!(page.ids().last(), Some(&last));
        cursor = format!("&starting_after={last}");
    }
    assert_eq!(seen, bought);
}

#[tokio::test]
async fn limits_are_clamped_or_refused() {
    let sandbox = sandbox().await;
    for (limit, result) in [
        ("", Ok(20)),
        ("limit=1", Ok(1)),
        ("limit=100", Ok(100)),
        ("limit=101", Ok(100)),
        ("limit=007", Ok(7)),
        ("limit=99999999999999999999999", Ok(100)),
        ("limit=0", Err("limit")),
        ("limit=-1", Err("limit")),
        ("limit=ten", Err("limit")),
        ("limit=", Err("limit")),
        ("limit=%2B5", Err("limit")),
        ("starting_after=sub_unheard_of", Err("starting_after")),
        ("starting_after=", Err("starting_after")),
    ] {
        let reply = get(&sandbox, &format!("/agency/sub-accounts?{limit}"), Sandbox::agency_key()).await;
        match result {
            Ok(expected) => assert_eq!(reply.json()["pagination"]["limit"], Value::from(expected), "{limit}"),
            Err(field) => {
                assert_failure(&reply, 422);
                assert!(!reply.text(&format!("/errors/{field}/0")).is_empty(), "{limit}");
            }
        }
    }
}

#[tokio::test]
async fn every_sub_account_is_listed_with_its_name() {
    let sandbox = sandbox().await;
    let expected: Vec<_> = scenario::all().map(|known| (known.id.to_owned(), known.name.to_owned())).collect();
    let mut listed: Vec<(String, String)> = Vec::new();
    loop {
        let after = listed.last().map_or(String::new(), |(id, _)| format!("&starting_after={id}"));
        let path = format!("/agency/sub-accounts?limit=100{after}");
        let reply = get(&sandbox, &path, Sandbox::agency_key()).await;
        let text = |at: usize, field: &str| reply.text(&format!("/data/{at}/{field}"));
        listed.extend((0..reply.ids().len()).map(|at| (text(at, "id"), text(at, "name"))));
        if reply.json()["pagination"]["has_more"] == Value::Bool(false) {
            break;
        }
    }
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn a_list_of_numbers_is_one_accounts_and_may_be_narrowed() {
    let sandbox = sandbox().await;
    let id = buy(&sandbox, None, ORDER).await.text("/data/id");
    let one = std::slice::from_ref(&id);
    assert_eq!(owned(&sandbox, "sub_account_id=sub_8a1f4c2e&source=platform").await.ids(), one);
    assert!(owned(&sandbox, "sub_account_id=sub_8a1f4c2e&source=imported").await.ids().is_empty());
    assert!(owned(&sandbox, "sub_account_id=sub_slow").await.ids().is_empty());
    for wrong in ["", "sub_account_id=", "sub_account_id=pn_1", "sub_account_id=sub_slow&source=other"] {
        assert_failure(&owned(&sandbox, wrong).await, 422);
    }
    let foreign_cursor = format!("sub_account_id=sub_slow&starting_after={id}");
    assert_failure(&owned(&sandbox, &foreign_cursor).await, 422);
}
