//! Default descriptions of path parameters and statuses. A call that has its own description keeps it.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Operation;

/// Adds the default descriptions to parameters and replies of a call that have none.
pub fn complete(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.description.is_none()
        {
            parameter.description = about_parameter(&parameter.name).map(str::to_owned);
        }
    }
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            about_status(status).clone_into(&mut response.description);
        }
    }
}

/// The description of a path parameter; the same name means the same everywhere.
fn about_parameter(name: &str) -> Option<&'static str> {
    Some(match name {
        "dealer" => "The dealer's short name in addresses, e.g. `anting`.",
        "manage_token" => "The private token of a booking; having it is the authorisation.",
        "token" => "The private token of this page; having it is the authorisation.",
        "poll_token" => "The token that began the pairing; only the screen itself knows it.",
        "hold" => "The name of a hold, from the reply that made it.",
        "id" => "The number of the thing within its dealer, from the list that shows it.",
        "item" => "The id of the quoted extra work, from the private page.",
        "step" => "The step to take, one of those that the visit allows now.",
        "after" => "The event number after which the stream goes on; the header `Last-Event-ID` says the same.",
        "stay" => "How the customer stays: `wait`, `leave` or `loaner`.",
        "adviser" => "The id of the only adviser asked for; without it any adviser may receive.",
        "kind" => "What the message is about, one of the words listed.",
        "state" => "Only messages in this state; without it all of them.",
        "limit" => "How many messages a page holds at most, 1 to 100.",
        _ => return None,
    })
}

/// The description of a status (RFC 9110).
fn about_status(status: &str) -> &'static str {
    match status {
        "200" => "It was done, or is shown as it is now.",
        "201" => "It was made, and is shown as it was made.",
        "204" => "It was done, and there is nothing to show.",
        "400" => "The request cannot be read.",
        "401" => "Nobody is signed in, or the token is not valid.",
        "403" => "The role, the dealer or the kind of screen does not allow it.",
        "404" => "There is no such thing, or the token does not open it.",
        "409" => "It is not possible as things stand; `code` says why.",
        "410" => "The offer or the hold has expired; other starts are named.",
        "412" => "Somebody changed it since it was read: `If-Match` is not its version.",
        "422" => "Some fields are not acceptable; `errors` says which and why.",
        "429" => "Too many requests from this address; `Retry-After` says when to try again, in seconds.",
        "503" => "The program cannot answer just now.",
        _ => "Another answer; `code` says why.",
    }
}
