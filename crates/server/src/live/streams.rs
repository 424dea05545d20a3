//! The event streams of screens, the desk and private pages.

use super::hub::{Hub, Listening, lock};
use super::sse::{Frame, MayListen, ScreenCommand, StreamAction, event, sse};
use crate::app::App;
use crate::auth::{Device, SignedInStaff};
use crate::http::problem::Failure;
use crate::wire::OnTheWire;
use axum::response::Response;
use bayside_api::desk::DeskChange;
use bayside_api::screen::{Command, Lounge, LoungeRow, RowChange};
use bayside_domain::ids::EventNumber;
use bayside_store::VisitRow;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::{screen, session};
use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::Arc;

/// A listener that missed more events than this has to read the whole board again.
const MISSED_MAX: i64 = 2048;

/// The board as it is now.
pub async fn snapshot(app: &App, dealer: &Arc<Dealer>) -> Result<Lounge, Failure> {
    let hub = app.hubs.hub(dealer.id);
    hub.refresh(app, dealer).await?;
    let board = lock(&hub.board);
    let mut rows: Vec<LoungeRow> = board.rows.values().cloned().collect();
    rows.sort_by_key(|row| row.number);
    Ok(Lounge {
        as_of: dealer.wire(app.now()),
        last_event_id: board.last_event(),
        digest: board.digest().to_owned(),
        rows,
        arrivals: board.arrivals.clone(),
        notices: board.notices.clone(),
        calls: board.calls.clone(),
        viewing: None,
        command: None,
    })
}

/// The stream of a lounge screen, resumed after an event number.
pub async fn lounge_stream(
    app: &App,
    dealer: &Arc<Dealer>,
    device: &Device,
    after: Option<EventNumber>,
) -> Result<Response, Failure> {
    let hub = app.hubs.hub(dealer.id);
    hub.refresh(app, dealer).await?;
    let mut first = VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]);
    let frames = {
        // The lock keeps the board unchanged until this listener is subscribed to changes.
        let _standing = hub.refreshing.lock().await;
        let last_event = lock(&hub.board).last_event();
        let missed = missed(app, dealer, &hub, after.unwrap_or(last_event), last_event).await?;
        first.extend(missed.unwrap_or_else(|| vec![event("reset", Some(last_event), &serde_json::json!({}))]));
        let board = lock(&hub.board);
        first.push_back(event("arrivals", None, &board.arrivals));
        first.push_back(event("notices", None, &board.notices));
        first.push_back(event("calls", None, &board.calls));
        hub.frames.subscribe()
    };
    // From here on a revocation reaches it through the stream; an earlier one is found in the store.
    first.extend(command_for(app, device).await?.map(|command| event("command", None, &command)));
    first.push_back(hub.tick(app, dealer));
    let (app_then, device) = (app.clone(), device.clone());
    let listening = Listening::begin(&hub, device.screen);
    Ok(sse(app, "lounge", first, frames, None, move |frame| match frame {
        Frame::Lounge(bytes) | Frame::Tick(bytes) => StreamAction::Bytes(bytes),
        Frame::Screen { screen, order } if screen == listening.screen() => match order {
            ScreenCommand::Leave => StreamAction::End,
            ScreenCommand::Reload => {
                let (app, device) = (app_then.clone(), device.clone());
                StreamAction::Later(Box::pin(async move {
                    let command = command_for(&app, &device).await.ok().flatten()?;
                    Some(event("command", None, &command))
                }))
            }
        },
        Frame::Screen { .. } | Frame::Changed { .. } | Frame::SessionEnded => StreamAction::Nothing,
    }))
}

/// The command that a screen has not carried out yet; refused if the screen is revoked.
pub async fn command_for(app: &App, device: &Device) -> Result<Option<Command>, Failure> {
    let reload = screen::reload_to_make(app, device.dealer.id, device.screen, device.report.reload).await?;
    Ok(reload.map(|reload| Command { reload }))
}

/// The rows that changed after an event, from the store, so that a listener can resume, whichever server it was
/// connected to before. `None` if the number is unknown or too old.
async fn missed(
    app: &App,
    dealer: &Dealer,
    hub: &Hub,
    after: EventNumber,
    last_event: EventNumber,
) -> Result<Option<Vec<Bytes>>, Failure> {
    if after > last_event || after < EventNumber::new(0) || last_event.get() - after.get() > MISSED_MAX {
        return Ok(None);
    }
    if after == last_event {
        return Ok(Some(Vec::new()));
    }
    let id = dealer.id;
    let changed = app
        .store
        .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.visits_changed_since(id, after).await?) }))
        .await?;
    let board = lock(&hub.board);
    let changes = changed.iter().filter_map(|visit| {
        let change = match (board.rows.get(&visit.id), visit.state.number) {
            (Some(row), _) => RowChange::Upsert { row: row.clone() },
            // Its number may belong to another car by now.
            (None, Some(number)) if board.rows.values().all(|row| row.number != number) => RowChange::Remove { number },
            (None, _) => return None,
        };
        // The store may be ahead of the board; the rest follows with the next update.
        Some(event("row", Some(visit.last_event.min(last_event)), &change))
    });
    Ok(Some(changes.collect()))
}

/// The stream of the desk, resumed after an event number: which visits have changed. It ends with the session: nothing
/// is sent before the store was asked for it, whichever program ended it.
pub async fn desk_stream(app: &App, staff: &SignedInStaff, after: Option<EventNumber>) -> Result<Response, Failure> {
    let dealer = &staff.dealer;
    let hub = app.hubs.hub(dealer.id);
    hub.refresh(app, dealer).await?;
    let (frames, last_event) = {
        let board = lock(&hub.board);
        (hub.frames.subscribe(), board.last_event())
    };
    let mut first = VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]);
    if let Some(after) = after.filter(|after| *after != last_event) {
        let id = dealer.id;
        let missed = app
            .store
            .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.visits_changed_since(id, after).await?) }))
            .await?;
        let visits = missed.iter().map(|visit| visit.id).collect();
        first.push_back(event("change", Some(last_event), &DeskChange { visits }));
    }
    first.push_back(hub.tick(app, dealer));
    let (session, asking) = (staff.session.clone(), app.clone());
    let may_listen: MayListen = Box::new(move || {
        let (session, app) = (session.clone(), asking.clone());
        // A store that does not answer has nothing to tell either.
        Box::pin(async move { session::running(&app, session).await.map_or(true, |running| running.is_some()) })
    });
    Ok(sse(app, "desk", first, frames, Some(may_listen), |frame| match frame {
        Frame::Changed { last_event, visits } => {
            StreamAction::Bytes(event("change", Some(last_event), &DeskChange { visits: visits.to_vec() }))
        }
        Frame::Tick(bytes) => StreamAction::Bytes(bytes),
        Frame::Lounge(_) | Frame::Screen { .. } | Frame::SessionEnded => StreamAction::Nothing,
    }))
}

/// The stream of one visit: that it has changed, and ticks with the time but without the board's digest.
pub async fn visit_stream(
    app: &App,
    dealer: &Arc<Dealer>,
    visit: &VisitRow,
    after: Option<EventNumber>,
) -> Result<Response, Failure> {
    let hub = app.hubs.hub(dealer.id);
    let frames = hub.frames.subscribe();
    hub.refresh(app, dealer).await?;
    let mut first = VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]);
    if after.is_some_and(|after| after != visit.last_event) {
        first.push_back(event(
            "changed",
            Some(visit.last_event),
            &serde_json::json!({ "version": visit.state.version }),
        ));
    }
    let (id, beat_app, beat_dealer) = (visit.id, app.clone(), Arc::clone(dealer));
    let beat = move || event("tick", None, &serde_json::json!({ "as_of": beat_dealer.wire(beat_app.now()) }));
    first.push_back(beat());
    Ok(sse(app, "visit", first, frames, None, move |frame| match frame {
        Frame::Changed { last_event, visits } => {
            visits.contains(&id).then(|| event("changed", Some(last_event), &serde_json::json!({}))).into()
        }
        Frame::Tick(_) => StreamAction::Bytes(beat()),
        Frame::Lounge(_) | Frame::Screen { .. } | Frame::SessionEnded => StreamAction::Nothing,
    }))
}
