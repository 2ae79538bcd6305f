//! Who is let in.

use reqwest::header::AUTHORIZATION;

use super::*;

/// A way to show a key: header and value.
type Shown<'a> = (&'a str, String);

#[tokio::test]
async fn one_known_key_in_one_header_is_let_in() {
    let sandbox = sandbox().await;
    let (buying, agency) = (Sandbox::buying_key(), Sandbox::agency_key());
    let (buying, agency) = (buying.expose_secret(), agency.expose_secret());
    let bearer = |key: &str| ("authorization", format!("Bearer {key}"));
    let cases: Vec<(Vec<Shown>, u16, u16)> = vec![
        (vec![bearer(buying)], 200, 403),
        (vec![bearer(agency)], 403, 200),
        (vec![("x-api-key", buying.to_owned())], 200, 403),
        (vec![("x-api-key", agency.to_owned())], 403, 200),
        (vec![("authorization", format!("bearer {buying}"))], 200, 403),
        (vec![], 401, 401),
        (vec![bearer("vx_live_3fa9c2")], 401, 401),
        (vec![("authorization", buying.to_owned())], 401, 401),
        (vec![("authorization", format!("Basic {buying}"))], 401, 401),
        (vec![bearer(buying), ("x-api-key", buying.to_owned())], 401, 401),
        (vec![bearer(agency), bearer(agency)], 401, 401),
        (vec![bearer(""), ("x-api-key", agency.to_owned())], 401, 401),
    ];
    for (headers, resources, agency) in cases {
        for (path, status) in
            [("/phone-numbers?sub_account_id=sub_8a1f4c2e", resources), ("/agency/sub-accounts", agency)]
        {
            let bare = request(&sandbox, Method::GET, path);
            let request = headers.iter().fold(bare, |request, (name, value)| request.header(*name, value));
            let reply = send(request).await.unwrap();
            match status {
                200 => assert_eq!(reply.status, 200, "{path} {headers:?}"),
                failed => assert_failure(&reply, failed),
            }
        }
    }
}

#[tokio::test]
async fn a_purchase_needs_the_key_before_anything_else() {
    let sandbox = sandbox().await;
    for (key, status) in [(Sandbox::agency_key(), 403), (SecretString::from("vx_sandbox_other"), 401)] {
        let request = request(&sandbox, Method::POST, "/phone-numbers").bearer_auth(key.expose_secret()).body("{");
        assert_failure(&send(request).await.unwrap(), status);
    }
    assert_eq!(sandbox.sales(), []);
}

#[tokio::test]
async fn no_key_is_kept_or_repeated() {
    let sandbox = sandbox().await;
    let request = request(&sandbox, Method::GET, "/agents").header(AUTHORIZATION, "Bearer vx_live_secret");
    let reply = send(request.header("x-api-key", "vx_live_secret")).await.unwrap();
    assert!(!reply.body.contains("vx_live_secret"));
    assert!(!format!("{:?}", sandbox.log()).contains("vx_live_secret"));
    assert!(Sandbox::buying_key().expose_secret().starts_with("vx_sandbox_"));
}
