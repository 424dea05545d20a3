//! The store's conformance suite: the same sentences hold on SQLite and on PostgreSQL.
//!
//! PostgreSQL runs in a temporary folder of the tests' own. Where it is not installed the tests
//! fail and name the command that installs it.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the answer")]

// The macros come first: the modules below use them.
#[macro_use]
mod world;

mod backups;
mod bookings;
mod callbacks;
mod capacity;
mod dealers;
mod doctor;
mod events;
mod groups;
mod instances;
mod messages;
mod outages;
mod people;
mod retention;
mod screens;
mod tickets;
mod tls;
mod transactions;
mod visits;
mod waitlist;
mod widget;

/// Makes a test on each engine of every function named.
macro_rules! on_both_engines {
    ($($module:ident::$name:ident,)+) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                crate::$module::$name(crate::world::World::on(bayside_store::Engine::Sqlite).await).await;
            })+
        }

        mod on_postgresql {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                crate::$module::$name(crate::world::World::on(bayside_store::Engine::Postgres).await).await;
            })+
        }
    };
}

on_both_engines! {
    dealers::values_of_the_whole_store_are_kept_and_replaced,
    dealers::signing_keys_come_newest_first_and_are_never_replaced,
    dealers::a_file_imported_again_replaces_the_file_and_keeps_the_counters,
    dealers::the_counters_of_a_dealer_are_kept,
    dealers::the_mark_of_capacity_is_read_alone,
    dealers::staff_are_set_by_login_and_keep_their_password_unless_given_another,
    dealers::a_session_lives_until_it_expires_or_ends,
    dealers::a_new_password_ends_the_sessions_of_the_old_one,
    bookings::a_hold_comes_back_as_it_was_kept,
    bookings::live_holds_are_found_until_they_are_dropped_and_forgotten,
    bookings::a_reply_is_kept_for_its_key_and_its_days,
    messages::a_message_comes_back_as_it_was_kept,
    messages::messages_of_a_kind_are_found_since_when_and_by_visit,
    messages::messages_are_listed_newest_first_by_state_and_page,
    messages::what_is_due_is_claimed_once,
    messages::what_leaves_by_a_full_channel_is_passed_over,
    messages::who_comes_late_does_not_overwrite_what_became_of_a_message,
    messages::what_was_lost_on_its_way_is_given_up_and_can_be_revived,
    messages::what_went_to_a_recipient_is_counted_for_two_days,
    messages::what_is_done_with_is_forgotten,
    people::a_person_comes_back_with_and_without_what_is_optional,
    people::a_phone_or_plate_is_repeated_while_another_booking_is_to_come,
    people::who_wants_no_invitations_gets_none_by_telephone_or_mail,
    people::documents_are_kept_and_replaced,
    people::a_signature_is_drawn_or_typed_and_may_be_given_anew,
    retention::who_is_kept_is_known_by_number_or_address_and_last_day,
    retention::a_backup_that_is_older_forgets_who_was_erased_since,
    retention::a_person_is_told_all_rows_and_found_by_reference,
    retention::nothing_of_who_is_erased_is_left_and_others_stay,
    screens::a_screen_is_paired_by_its_code,
    screens::a_code_in_use_is_not_given_twice_and_an_expired_one_is_forgotten,
    screens::a_screen_keeps_the_first_hash_of_its_token_until_it_is_revoked,
    screens::a_screen_that_was_paired_before_hashes_were_kept_gets_its_own_once,
    screens::what_a_screen_says_of_itself_stays_until_it_says_something_else,
    screens::screens_that_listen_are_noted_together_unless_they_were_of_late,
    screens::a_reload_is_wanted_until_it_was_obeyed_or_told,
    screens::the_houses_own_news_come_in_order_and_without_the_visits,
    tickets::a_ticket_comes_back_as_it_was_kept_and_waits_until_it_ends,
    tickets::a_number_is_drawn_once_a_day_and_is_in_use,
    tickets::the_visits_of_a_car_come_latest_first_with_who_brings_it,
    visits::a_visit_comes_back_as_it_was_kept,
    visits::a_visit_is_found_by_day_and_on_the_board,
    visits::visits_changed_since_an_event_come_in_the_order_of_their_events,
    visits::cars_come_with_who_brings_them_unless_erased,
    visits::lounge_numbers_of_the_day_and_on_the_board_are_in_use,
    visits::events_and_their_notes_are_told_in_order,
    visits::a_reference_is_given_once_within_a_dealer,
    capacity::what_is_taken_is_counted_and_given_back,
    capacity::a_claim_that_counts_twice_is_given_back_twice,
    capacity::long_claims_are_counted_whole,
    capacity::loaners_are_counted_by_day,
    capacity::more_can_not_be_given_back_than_was_taken,
    capacity::the_database_refuses_more_than_there_is_and_never_a_return,
    outages::a_block_comes_back_as_it_was_kept_until_it_ends_or_is_lifted,
    outages::visits_come_with_who_brings_the_car_by_days,
    outages::visits_of_a_car_are_found_by_its_plate,
    outages::calls_are_told_by_purpose_oldest_first,
    callbacks::a_callback_comes_back_as_it_was_kept_and_replaced,
    callbacks::a_callbacks_reference_is_given_once_within_a_dealer,
    callbacks::open_callbacks_come_most_urgent_first_then_the_latest_closed,
    events::a_note_is_found_by_its_event,
    visits::a_visit_is_found_by_its_reference_with_who_brings_the_car,
    waitlist::a_wish_comes_back_as_it_was_kept_and_replaced,
    waitlist::who_let_the_fewest_offers_pass_is_asked_first_then_who_came_first,
    waitlist::a_waitlist_is_due_when_days_have_passed_or_room_waits,
    waitlist::freed_room_is_taken_out_once_and_whole,
    waitlist::room_that_was_taken_out_in_vain_stays,
    waitlist::forgetting_who_waited_leaves_the_wish_and_everybody_else,
    widget::origins_come_back_in_their_order_and_each_change_has_a_version,
    transactions::an_error_undoes_everything,
    transactions::what_is_gathered_is_kept_together_or_not_at_all,
    transactions::a_broken_constraint_undoes_everything_and_harms_nobody_else,
    transactions::a_panic_undoes_everything_and_harms_nobody_else,
    transactions::an_answered_write_is_seen_by_every_connection,
    transactions::event_numbers_are_gapless_in_commit_order_under_fifty_writers,
    transactions::a_dropped_write_is_done_whole_or_not_at_all,
    transactions::changes_are_told_after_the_commit_and_only_of_new_events,
    transactions::a_read_sees_one_state_throughout,
    transactions::a_read_that_is_cut_off_leaves_no_transaction_behind,
    transactions::a_store_that_closes_ends_every_write_that_was_asked_of_it,
    groups::nobody_of_a_group_is_answered_before_its_commit,
    groups::who_fails_in_a_group_takes_nobody_along_and_leaves_no_gap,
    groups::an_error_that_is_overlooked_is_no_success,
    groups::counters_under_lock_are_seen_and_undone_within_a_transaction,
    groups::more_than_a_group_takes_are_done_in_the_order_in_which_they_came,
    instances::a_store_opened_again_has_everything_and_is_ready,
    instances::two_writers_under_one_lock_come_one_after_the_other,
    backups::a_backup_under_five_hundred_writes_restores_to_what_the_events_prove,
    backups::a_restored_store_goes_on_where_the_backup_was,
    backups::every_row_of_every_table_is_backed_up_and_copied_to_the_other_engine_and_back,
    backups::what_was_cut_off_or_changed_is_refused_and_leaves_the_store_empty,
    backups::a_backup_goes_into_an_empty_store_of_its_engine_that_nobody_has_open,
    backups::what_a_newer_program_wrote_is_left_to_it,
    backups::only_the_owner_reads_a_store_and_its_backups,
    doctor::what_is_wrong_is_said,
}

/// Every question that the store answers is asked somewhere in this suite.
#[test]
fn no_question_of_the_store_is_left_unasked() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text_of = |folder: &str| -> String {
        let files = std::fs::read_dir(here.join(folder)).expect("the folder is there");
        let paths = files.map(|file| file.expect("it can be listed").path());
        let sources = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
        sources.map(|path| std::fs::read_to_string(path).expect("a source is text")).collect()
    };
    let suite = text_of("tests/store");
    let questions: Vec<String> = text_of("src")
        .split("pub async fn ")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(['(', '<'])?.0.to_owned()))
        .collect();
    assert!(questions.len() > 40, "{questions:?}");
    let unasked: Vec<_> = questions
        .iter()
        .filter(|name| !suite.contains(&format!(".{name}(")) && !suite.contains(&format!("Store::{name}(")))
        .filter(|name| !matches!(name.as_str(), "read" | "write" | "write_at"))
        .collect();
    assert!(unasked.is_empty(), "{unasked:?}");
}
