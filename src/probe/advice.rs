//! What to do about what a probe has seen, by who is to blame.

use crate::browser::{Answer, Block, NoCors, NotAllowed, NotFollowed, Page, Verdict};
use crate::diagnostic::Applicability;
use crate::lint::Linter;
use crate::origin::Origin;
use crate::shown;

use super::{Hello, Log, Status, Target};

/// Since this version a server has a list.
const FIRST: (u32, u32) = (2, 28);

/// What is to be judged.
pub(super) struct Scene<'a> {
    pub target: &'a Target,
    pub page: &'a Page,
    pub log: &'a Log,
    /// What the server lists, if that could be read.
    pub list: Option<&'a [String]>,
}

/// Sentences, the most useful first.
pub(super) fn of(scene: &Scene<'_>) -> Vec<String> {
    let Scene { target, log, .. } = scene;
    let mut advice = Vec::new();
    if let Some(Hello::Audiobookshelf(version)) = &log.hello
        && is_too_old(version)
    {
        advice.push(format!(
            "Update Audiobookshelf: {version} has no list of allowed origins, it came with 2.28.0"
        ));
    }
    if let (Target::Audiobookshelf { address, .. }, Some(Hello::SomethingElse(_))) =
        (target, &log.hello)
    {
        advice.push(format!(
            "Check the address, its port and its sub-path: there is no Audiobookshelf at {address}"
        ));
    }
    for block in &log.blocks {
        advice.extend(about(block, scene));
    }
    if log
        .steps
        .iter()
        .any(|step| step.name == "control" && step.status == Status::Failed)
    {
        advice.push(
            "Look for ALLOW_CORS=1 in the server's environment, and for a proxy that answers with \
             the origin it is asked for, or with `*`: any site can use the server with a token it gets hold of"
                .to_owned(),
        );
    }
    if let Some(policy) = log.last.as_ref().and_then(resource_policy) {
        advice.push(format!(
            "Cross-Origin-Resource-Policy: {policy} does not touch fetch(), but keeps <audio>, <img> and \
             <video> of the page from loading"
        ));
    }
    advice.dedup();
    advice.iter().map(|text| super::fit(text)).collect()
}

fn about(block: &Block, scene: &Scene<'_>) -> Vec<String> {
    let line = |text: &str| vec![text.to_owned()];
    match block {
        Block::BadPort(_) => line("Have the server listen on another port"),
        Block::MixedContent(_) if block.verdicts().chrome == Verdict::Allowed => {
            line("Serve the server over https, or use another browser than Safari")
        }
        Block::MixedContent(_) if block.verdicts().chrome == Verdict::Prompt => line(
            "Serve the server over https: that works in every browser; only Chrome lets the page ask, \
             if you say yes",
        ),
        Block::MixedContent(_) => vec![
            "Serve the server over https: that works in every browser".to_owned(),
            "Or, in Chrome and for pages you trust: the page's site settings → Insecure content → \
             Allow; then whoever is on the way can change what the page loads"
                .to_owned(),
            "Or open the tool itself over http, if it is served that way".to_owned(),
        ],
        Block::LocalNetwork(reason) if reason.page_is_secure => line(
            "Say yes when the browser asks for access to the local network; after a no, the page's \
             site settings have it (Local network access)",
        ),
        Block::LocalNetwork(_) if scene.page.origin() == "null" => line(
            "Open the page from an address of its own, over https, and not in a sandboxed frame",
        ),
        Block::LocalNetwork(_) => line(
            "Open the tool over https: Chrome never lets a page that came over http into a local network",
        ),
        Block::PreflightCors(reason) | Block::Cors(reason) => origin(reason, scene),
        Block::Preflight(NotAllowed::Redirect) => line(SIGN_IN),
        Block::Preflight(NotAllowed::Status(_)) => {
            line("Have whatever answers OPTIONS there answer it with 200 or 204, without a sign-in")
        }
        Block::Preflight(NotAllowed::MalformedMethods | NotAllowed::MalformedHeaders) => {
            line("Write the list as names with commas in between")
        }
        Block::Preflight(NotAllowed::Method(method)) => {
            vec![format!(
                "Add {method}, in that case, to Access-Control-Allow-Methods"
            )]
        }
        Block::Preflight(NotAllowed::Header(name)) => {
            vec![format!(
                "Add {name} by name to Access-Control-Allow-Headers"
            )]
        }
        // no browser minds
        Block::Preflight(NotAllowed::AuthorizationByWildcard) => Vec::new(),
        Block::Redirect(NotFollowed::TooMany) => {
            line("The server redirects in circles: look at it and at the proxy in front of it")
        }
        Block::Redirect(NotFollowed::UserInfo { .. }) => {
            line("Take the user name and password out of the address that it redirects to")
        }
        Block::Redirect(_) => line("Have the server redirect to one http or https address"),
    }
}

const SIGN_IN: &str = "A proxy's sign-in, or its redirect to https, answers instead of the server: let \
                       requests to /api/ pass, OPTIONS above all, or use the address it leads to";

/// Why an origin isn't let in.
fn origin(reason: &NoCors, scene: &Scene<'_>) -> Vec<String> {
    let Scene {
        target, page, log, ..
    } = scene;
    match reason {
        NoCors::Missing if is(log, is_sign_in) => vec![SIGN_IN.to_owned()],
        NoCors::Missing if is(log, |answer| answer.status >= 500) => vec![
            "Something failed behind the proxy that answers: is the server running?".to_owned(),
        ],
        NoCors::Missing if is(log, is_from_a_cache) => vec![
            "A cache handed out an answer that was made for no page: have the server send \
             `Vary: Origin`, or keep the cache from storing it"
                .to_owned(),
        ],
        NoCors::Missing => match (target, &log.hello) {
            (Target::Audiobookshelf { address, .. }, Some(Hello::Audiobookshelf(version)))
                if !is_too_old(version) =>
            {
                vec![listing(&address.to_string(), scene)]
            }
            (Target::Audiobookshelf { .. }, _) => Vec::new(),
            (Target::Endpoint(_), _) => vec![format!(
                "Have the server answer {0} with `Access-Control-Allow-Origin: {0}`",
                page.origin()
            )],
        },
        NoCors::Several { lines, .. } if *lines > 1 => vec![
            "Two of them write the header, the server and a proxy: take it out of the proxy (nginx: \
             add_header), or hide the server's (nginx: proxy_hide_header)"
                .to_owned(),
        ],
        NoCors::Several { .. } | NoCors::Invalid { .. } => {
            vec!["Have Access-Control-Allow-Origin hold one origin, and nothing else".to_owned()]
        }
        NoCors::Other { value, .. } => {
            let is_cached = is(log, is_from_a_cache);
            vec![match is_cached {
                true => format!(
                    "A cache handed out the answer for {}: have the server send `Vary: Origin`, or keep \
                     the cache from storing it",
                    shown::fit(value)
                ),
                false => format!(
                    "Something is set up to let in {} alone; an answer without `Vary: Origin` may also be \
                     an old one from a cache",
                    shown::fit(value)
                ),
            }]
        }
        NoCors::WildcardWithCredentials => vec![
            "Fetch without credentials: \"include\", or have the server name the origin instead of `*`"
                .to_owned(),
        ],
        NoCors::Credentials { .. } => vec![
            "Fetch without credentials: \"include\", or have the server send \
             `Access-Control-Allow-Credentials: true`"
                .to_owned(),
        ],
    }
}

/// Whether the last answer is like that.
fn is(log: &Log, what: impl Fn(&Answer) -> bool) -> bool {
    log.last.as_ref().is_some_and(what)
}

/// What a server's list has to say, if it could be read.
fn listing(url: &str, scene: &Scene<'_>) -> String {
    let wanted = scene.page.origin();
    if wanted == "null" {
        return "Nothing: a list that lets in `null` lets in every site. Open the page from an address \
                of its own"
            .to_owned();
    }
    let url = shown::shell(url);
    let list = scene.list.unwrap_or_default();
    if list.iter().any(|entry| entry == wanted) {
        return format!(
            "{wanted} is listed, so something in front of the server answers instead: look at the proxy"
        );
    }
    let meant = |entry: &&String| Origin::of(entry).is_some_and(|origin| origin.as_str() == wanted);
    if let Some(entry) = list.iter().find(meant) {
        let is_safe = Linter::default().mend(entry, Applicability::Safe) == [wanted];
        let option = if is_safe { "--fix" } else { "--unsafe-fixes" };
        return format!(
            "Listed as \"{}\", which never matches: `corsctl lint {option} --server {url}` mends it",
            shown::fit(entry)
        );
    }
    let twin = Origin::of(wanted).and_then(|origin| origin.twin());
    let near = twin.filter(|twin| list.iter().any(|entry| entry == twin.as_str()));
    let near = near.map(|twin| format!(" ({twin} is, which is another origin)"));
    format!(
        "Not listed{}: `corsctl add --server {url} {}` adds it",
        near.unwrap_or_default(),
        shown::shell(wanted)
    )
}

fn is_too_old(version: &str) -> bool {
    let mut numbers = version.split('.').map(str::parse);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < FIRST,
        _ => false,
    }
}

/// Whether something that wants a sign-in has answered instead of the server.
fn is_sign_in(answer: &Answer) -> bool {
    let content_type = answer.get("Content-Type").unwrap_or_default();
    let is_page = content_type.to_ascii_lowercase().starts_with(b"text/html");
    let wants_password = answer.get("WWW-Authenticate").is_some();
    answer.is_redirect() || wants_password || is_page && matches!(answer.status, 200 | 401 | 403)
}

fn is_from_a_cache(answer: &Answer) -> bool {
    let hit = |name| {
        let value = answer.get(name).unwrap_or_default();
        value.to_ascii_lowercase().starts_with(b"hit")
    };
    let vary = answer.get("Vary").unwrap_or_default().to_ascii_lowercase();
    let varies = vary
        .split(|byte| *byte == b',')
        .any(|name| name.trim_ascii() == b"origin");
    !varies && (answer.get("Age").is_some() || hit("X-Cache") || hit("CF-Cache-Status"))
}

fn resource_policy(answer: &Answer) -> Option<String> {
    let policy = answer.get("Cross-Origin-Resource-Policy")?;
    let policy = String::from_utf8_lossy(&policy).into_owned();
    (policy != "cross-origin").then(|| shown::fit(&policy))
}
