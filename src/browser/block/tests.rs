use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use super::*;
use crate::browser::AddressSpace::{Local, Loopback};

/// One of each, with its name, Chrome's sentence and Firefox's key.
fn all() -> Vec<(
    Block,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
)> {
    let url = |text: &str| url::Url::parse(text).unwrap();
    let mixed = |page: &str, target: &str| {
        let page = crate::browser::Page::at(page, None).unwrap();
        Block::MixedContent(Mixed::between(&page, &url(target)).unwrap())
    };
    let near = |space, page_is_secure| {
        Block::LocalNetwork(MorePrivate {
            address: Ipv4Addr::new(192, 168, 1, 10).into(),
            space,
            page_is_secure,
        })
    };
    let value = || "x, y".to_owned();
    vec![
        (
            Block::BadPort(BadPort(6000)),
            "bad-port",
            Some("net::ERR_UNSAFE_PORT"),
            Some("CORSDidNotSucceed"),
        ),
        (
            mixed("https://t.example", "http://a.example/x"),
            "mixed-content",
            Some(
                "Mixed Content: The page at 'https://t.example' was loaded over HTTPS, but requested an insecure resource 'http://a.example/x'. This request has been blocked; the content must be served over HTTPS.",
            ),
            Some("Blocked loading mixed active content"),
        ),
        (
            mixed("https://t.example", "http://10.0.0.1/"),
            "mixed-content",
            Some("Permission was denied for this request to access the `local` address space."),
            Some("Blocked loading mixed active content"),
        ),
        (
            mixed("https://t.example", "http://localhost/"),
            "mixed-content",
            None,
            None,
        ),
        (
            mixed("http://localhost", "http://a.example/"),
            "mixed-content",
            None,
            None,
        ),
        (
            near(Local, true),
            "local-network-access",
            Some("Permission was denied for this request to access the `local` address space."),
            Some("CORSDidNotSucceed"),
        ),
        (
            near(Loopback, false),
            "local-network-access",
            Some(
                "The request client is not a secure context and the resource is in more-private address space `loopback`.",
            ),
            Some("CORSDidNotSucceed"),
        ),
        (
            Block::Cors(NoCors::Missing),
            "allow-origin-missing",
            Some("No 'Access-Control-Allow-Origin' header is present on the requested resource."),
            Some("CORSMissingAllowOrigin"),
        ),
        (
            Block::PreflightCors(NoCors::Missing),
            "allow-origin-missing",
            Some(
                "Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            ),
            Some("CORSMissingAllowOrigin"),
        ),
        (
            Block::Cors(NoCors::Several {
                value: value(),
                lines: 2,
            }),
            "allow-origin-repeated",
            Some(
                "The 'Access-Control-Allow-Origin' header contains multiple values 'x, y', but only one is allowed.",
            ),
            Some("CORSMultipleAllowOriginNotAllowed"),
        ),
        (
            Block::Cors(NoCors::Several {
                value: value(),
                lines: 1,
            }),
            "allow-origin-repeated",
            Some(
                "The 'Access-Control-Allow-Origin' header contains multiple values 'x, y', but only one is allowed.",
            ),
            Some("CORSAllowOriginNotMatchingOrigin"),
        ),
        (
            Block::Cors(NoCors::Invalid { value: "x".into() }),
            "allow-origin-invalid",
            Some("The 'Access-Control-Allow-Origin' header contains the invalid value 'x'."),
            Some("CORSAllowOriginNotMatchingOrigin"),
        ),
        (
            Block::Cors(NoCors::Other {
                value: "https://b.example".into(),
                origin: "null".into(),
            }),
            "allow-origin-mismatch",
            Some(
                "The 'Access-Control-Allow-Origin' header has a value 'https://b.example' that is not equal to the supplied origin.",
            ),
            Some("CORSAllowOriginNotMatchingOrigin"),
        ),
        (
            Block::Cors(NoCors::WildcardWithCredentials),
            "wildcard-with-credentials",
            Some(
                "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
            ),
            Some("CORSNotSupportingCredentials"),
        ),
        (
            Block::Cors(NoCors::Credentials {
                value: Some("True".into()),
            }),
            "allow-credentials-missing",
            Some(
                "The value of the 'Access-Control-Allow-Credentials' header in the response is 'True' which must be 'true' when the request's credentials mode is 'include'.",
            ),
            Some("CORSMissingAllowCredentials"),
        ),
        (
            Block::Cors(NoCors::Credentials { value: None }),
            "allow-credentials-missing",
            Some(
                "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
            ),
            Some("CORSMissingAllowCredentials"),
        ),
        (
            Block::Preflight(NotAllowed::Redirect),
            "preflight-redirect",
            Some(
                "Response to preflight request doesn't pass access control check: Redirect is not allowed for a preflight request.",
            ),
            Some("CORSExternalRedirectNotAllowed"),
        ),
        (
            Block::Preflight(NotAllowed::Status(401)),
            "preflight-status",
            Some(
                "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
            ),
            Some("CORSPreflightDidNotSucceed"),
        ),
        (
            Block::Preflight(NotAllowed::MalformedMethods),
            "allow-methods-malformed",
            Some(
                "Cannot parse Access-Control-Allow-Methods response header field in preflight response.",
            ),
            Some("CORSInvalidAllowMethod"),
        ),
        (
            Block::Preflight(NotAllowed::MalformedHeaders),
            "allow-headers-malformed",
            Some(
                "Cannot parse Access-Control-Allow-Headers response header field in preflight response.",
            ),
            Some("CORSInvalidAllowHeader"),
        ),
        (
            Block::Preflight(NotAllowed::Method("PUT".into())),
            "method-not-allowed",
            Some(
                "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
            ),
            Some("CORSMethodNotFound"),
        ),
        (
            Block::Preflight(NotAllowed::Header("x-a".into())),
            "header-not-allowed",
            Some(
                "Request header field x-a is not allowed by Access-Control-Allow-Headers in preflight response.",
            ),
            Some("CORSMissingAllowHeaderFromPreflight"),
        ),
        (
            Block::Preflight(NotAllowed::AuthorizationByWildcard),
            "authorization-by-wildcard",
            None,
            None,
        ),
        (
            Block::Redirect(NotFollowed::NoUrl {
                location: "http://".into(),
            }),
            "redirect-invalid",
            Some("net::ERR_INVALID_REDIRECT"),
            Some("CORSDidNotSucceed"),
        ),
        (
            Block::Redirect(NotFollowed::Several),
            "redirect-ambiguous",
            Some("net::ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION"),
            Some("CORSDidNotSucceed"),
        ),
        (
            Block::Redirect(NotFollowed::Scheme {
                scheme: "data".into(),
            }),
            "redirect-scheme",
            Some("net::ERR_UNSAFE_REDIRECT"),
            Some("CORSRequestNotHttp"),
        ),
        (
            Block::Redirect(NotFollowed::TooMany),
            "redirect-limit",
            Some("net::ERR_TOO_MANY_REDIRECTS"),
            Some("CORSDidNotSucceed"),
        ),
        (
            Block::Redirect(NotFollowed::UserInfo {
                to: "https://b.example/".into(),
            }),
            "redirect-user-info",
            Some(
                "Redirect location 'https://b.example/' contains a username and password, which is disallowed for cross-origin requests.",
            ),
            Some("CORSDidNotSucceed"),
        ),
    ]
}

#[test]
fn each_block_has_its_name_and_the_words_that_people_see() {
    for (block, name, chrome, firefox) in all() {
        assert_eq!(block.name(), name);
        assert_eq!(block.chrome().as_deref(), chrome, "{name}");
        assert_eq!(block.firefox(), firefox, "{name}");
    }
}

#[test]
fn only_who_stops_has_something_to_say() {
    for (block, name, ..) in all() {
        let Verdicts {
            chrome, firefox, ..
        } = block.verdicts();
        assert_eq!(
            block.chrome().is_some(),
            chrome > Verdict::Allowed,
            "{name}"
        );
        assert_eq!(
            block.firefox().is_some(),
            firefox > Verdict::Allowed,
            "{name}"
        );
    }
}

#[test]
fn sentences_differ_and_end_without_a_full_stop() {
    let all = all();
    // what the question's answer lacks, the answer itself can lack as well
    let others = all
        .iter()
        .filter(|(block, ..)| !matches!(block, Block::PreflightCors(_)));
    let sentences: Vec<String> = others.map(|(block, ..)| block.to_string()).collect();
    let different: BTreeSet<&String> = sentences.iter().collect();
    assert_eq!(different.len(), sentences.len());
    for sentence in &sentences {
        assert!(
            !sentence.ends_with('.') && sentence.len() > 20,
            "{sentence}"
        );
    }
}
