//! What is sold is a number of the plan, and what no number can match is refused.

use axum::{
    http::{HeaderMap, HeaderValue},
    response::IntoResponse as _,
};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{
    numbering::{Country, Plan},
    sandbox::store::Order,
};

#[tokio::test]
async fn a_search_that_nothing_can_match_is_refused_over_the_wire() {
    let sandbox = sandbox().await;
    for (country, field, value) in [
        ("US", "area_code", "999"),
        ("US", "area_code", "911"),
        ("US", "area_code", "055"),
        ("GB", "area_code", "000"),
        ("US", "number_pattern", "+1415*115555"),
        ("US", "number_pattern", "+14150******"),
        ("US", "number_pattern", "+1999*******"),
        ("US", "number_pattern", "+1416*******"),
        ("GB", "number_pattern", "+440000000000"),
        ("CA", "number_pattern", "+1415*******"),
    ] {
        let body = json!({"sub_account_id": "sub_8a1f4c2e", "country": country, field: value}).to_string();
        let reply = buy(&sandbox, None, &body).await;
        assert!([404, 422].contains(&reply.status), "{body}: {} {}", reply.status, reply.body);
        assert_failure(&reply, reply.status);
    }
    assert_eq!(sandbox.sales(), []);
}

/// Any search of any country, most of them senseless: country, field, value, and its places behind the calling code.
fn any_search() -> impl Strategy<Value = (Country, &'static str, String, String)> {
    let countries: Vec<Country> = Country::all().collect();
    let by_area = "[0-9]{1,6}".prop_map(|area| ("area_code", area));
    let by_pattern = "[0-9*]{2,6}\\*{1,6}".prop_map(|places| ("number_pattern", places));
    (prop::sample::select(countries), prop_oneof![by_area, by_pattern]).prop_map(|(country, (field, places))| {
        let plus = if field == "area_code" { String::new() } else { format!("+{}", country.calling_code()) };
        (country, field, format!("{plus}{places}"), places)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn count_0_is_refused_and_what_is_sold_is_of_the_plan((country, field, value, places) in any_search()) {
        let plan = Plan::of(country);
        let count = if field == "area_code" {
            plan.count_beginning(places.as_bytes()).total
        } else {
            plan.count(places.as_bytes()).total
        };
        let body = json!({"sub_account_id": "sub_8a1f4c2e", "country": country.code(), field: value}).to_string();
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        let scenario = &scenarios()[0];
        let mut store = Store::open(1, Pace::demo(), None).unwrap();
        let sold = input::purchase(&headers, body.as_bytes())
            .and_then(|request| store.purchase(Order { request, body, idempotency_key: None, scenario }));
        match sold {
            Ok((answer, _)) => {
                prop_assert!(count > 0, "sold {} for {}", answer.data.number, value);
                let national = answer.data.number.strip_prefix('+').and_then(|n| n.strip_prefix(country.calling_code()));
                prop_assert_eq!(plan.count(national.unwrap().as_bytes()).total, 1);
                prop_assert_eq!(store.sales().len(), 1);
            }
            Err(failure) => {
                let status = failure.into_response().status().as_u16();
                prop_assert!([404, 422].contains(&status), "{}", status);
                prop_assert_eq!(store.sales().len(), 0);
            }
        }
    }
}
