//! What Audiobookshelf answers, in the order in which its own middleware looks at a request.

use std::collections::HashMap;

use serde_json::value::RawValue;

use super::json::stringify;
use super::{ADMIN_TOKEN, API_KEY, Reply, Request, Settings, USER_TOKEN};

/// The routes that the tests use, with the methods that Express names for each.
const ROUTES: &[(&str, &str)] = &[
    ("/status", "GET,HEAD"),
    ("/ping", "GET,HEAD"),
    ("/healthcheck", "GET,HEAD"),
    ("/api/settings", "PATCH"),
];

/// The default sub-path, under which all routes answer too.
const SUB_PATH: &str = "/audiobookshelf";

/// Let in with every list that is not empty.
const BUILT_IN: [&str; 2] = ["capacitor://localhost", "http://localhost"];

const MAX_BODY: usize = 10 << 20;

/// Handles a request as the server would.
pub fn answer(request: &Request, settings: &Settings) -> Reply {
    let origin = request.header("origin");
    match origin.filter(|origin| is_allowed(origin, settings.list().as_deref())) {
        Some(origin) => {
            let reply = match request.method.as_str() {
                "OPTIONS" => framed(Reply::text(200, "OK")),
                _ => parse(request, settings),
            };
            reply
                .with("access-control-allow-origin", origin)
                .with(
                    "access-control-allow-methods",
                    "GET, POST, PATCH, PUT, DELETE, OPTIONS",
                )
                .with("access-control-allow-headers", "*")
                .with("access-control-allow-credentials", "true")
        }
        None => parse(request, settings),
    }
}

/// `allowedOrigins?.length`, then `===` with each: a string has a length, but only letters in it.
fn is_allowed(origin: &str, list: Option<&str>) -> bool {
    let Some(list) = list.filter(|list| list.starts_with(['[', '"']) && list.len() > 2) else {
        return false;
    };
    let entries: Vec<Box<RawValue>> = serde_json::from_str(list).unwrap_or_default();
    let mut texts = entries
        .iter()
        .flat_map(|entry| serde_json::from_str(entry.get()));
    BUILT_IN.contains(&origin) || texts.any(|text: String| text == origin)
}

/// The body is read before anybody asks who sent it.
fn parse(request: &Request, settings: &Settings) -> Reply {
    let media_type = request.header("content-type").unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let is_json = media_type.eq_ignore_ascii_case("application/json");
    if !is_json || request.body.is_empty() {
        return route(request, settings, "{}");
    }
    if request.body.len() > MAX_BODY {
        return page(413, "Payload Too Large");
    }
    match std::str::from_utf8(&request.body).ok().and_then(stringify) {
        Some(json) if json.starts_with(['{', '[']) => route(request, settings, &json),
        _ => page(400, "Bad Request"),
    }
}

fn route(request: &Request, settings: &Settings, body: &str) -> Reply {
    let method = request.method.as_str();
    let path = request.path.split('?').next().unwrap_or_default();
    let route = path.strip_prefix(SUB_PATH).unwrap_or(path);
    let user = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "))
        .filter(|_| settings.is_initialised())
        .filter(|token| [ADMIN_TOKEN, API_KEY, USER_TOKEN].contains(token));
    if route.starts_with("/api/") && user.is_none() {
        return framed(Reply::new(401, "Unauthorized"));
    }
    let known = ROUTES.iter().find(|(known, _)| *known == route);
    match (method, route) {
        ("GET" | "HEAD", "/status") => framed(Reply::json(200, settings.status())),
        ("GET" | "HEAD", "/ping") => framed(Reply::json(200, "{\"success\":true}")),
        ("GET" | "HEAD", "/healthcheck") => framed(Reply::text(200, "OK")),
        ("PATCH", "/api/settings") if user == Some(USER_TOKEN) => {
            framed(Reply::text(403, "Forbidden"))
        }
        ("PATCH", "/api/settings") => framed(update(settings, body)),
        ("OPTIONS", _) if let Some((_, methods)) = known => {
            framed(Reply::html(200, *methods).with("allow", methods))
        }
        _ => page(404, &format!("Cannot {method} {path}")),
    }
}

fn update(settings: &Settings, body: &str) -> Reply {
    let body: HashMap<String, &RawValue> = serde_json::from_str(body).unwrap_or_default();
    if let Some(list) = body.get("allowedOrigins").map(|list| list.get()) {
        if settings.wants_array && !list.starts_with('[') && list != "null" {
            return Reply::html(400, "allowedOrigins must be an array");
        }
        settings.store(list);
    }
    Reply::json(200, settings.answer())
}

/// The server's own header, on all that its routes answer.
fn framed(reply: Reply) -> Reply {
    reply.with("content-security-policy", "frame-ancestors 'self'")
}

/// Express's page for what no route has handled.
fn page(status: u16, words: &str) -> Reply {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n\
         </head>\n<body>\n<pre>{words}</pre>\n</body>\n</html>\n"
    );
    Reply::html(status, html).with("content-security-policy", "default-src 'none'")
}
