//! What numshop promises, and the tests that prove it.
//!
//! A purchase costs money for as long as the number is held, and the API sells *any* matching number. So each promise has
//! tests that are named after it: `p02_…` proves promise 2, `p02_p14_…` both. A test reads the sources and this table and
//! fails where one does not know the other. This module is only the table; it has no code, and nobody calls it.
//!
//! # 1. One confirmation, at most one sale
//!
//! Whatever keys are held, pasted or pressed again, whatever fails, across restarts and processes.
//!
//! | test | file |
//! | --- | --- |
//! | `p01_a_connection_that_breaks_after_it_stood_leaves_doubt_and_one_request` | `src/api/client_tests.rs` |
//! | `p01_a_dropped_purchase_is_not_sent_again` | `src/api/client_tests.rs` |
//! | `p01_p02_p03_p05_p06_histories_of_today` | `src/app/tests/histories/mod.rs` |
//! | `p01_p02_p03_p05_p06_ten_thousand_histories` | `src/app/tests/histories/mod.rs` |
//! | `p01_p20_whatever_happens_the_promises_hold` | `src/app/tests/properties.rs` |
//! | `p01_a_confirmed_purchase_and_fifty_enters_make_one_request_whatever_the_answer` | `src/app/tests/storms.rs` |
//! | `p01_one_confirmation_is_one_record_and_at_most_one_request` | `src/app/tests/storms.rs` |
//! | `p01_p20_fifty_enters_and_a_pasted_word_buy_nothing_from_anywhere` | `src/app/tests/storms.rs` |
//! | `p01_enter_held_after_the_word_buys_once_whatever_the_answer` | `tests/it/flow.rs` |
//! | `p01_p20_a_monkey_buys_nothing_without_the_word` | `tests/it/monkey.rs` |
//! | `p01_p15_two_windows_send_an_open_purchase_once` | `tests/it/restart.rs` |
//!
//! # 2. No purchase is forgotten
//!
//! After any failure the ledger says bought with that number, or unknown on the first screen at the start; never not bought.
//!
//! | test | file |
//! | --- | --- |
//! | `p01_p02_p03_p05_p06_histories_of_today` | `src/app/tests/histories/mod.rs` |
//! | `p01_p02_p03_p05_p06_ten_thousand_histories` | `src/app/tests/histories/mod.rs` |
//! | `p02_a_refusal_of_a_retry_settles_nothing` | `src/app/tests/unknown.rs` |
//! | `p02_a_yes_is_never_lost` | `src/domain/record_tests.rs` |
//! | `p02_doubt_ends_only_with_a_yes_or_a_persons_word` | `src/domain/record_tests.rs` |
//! | `p02_p05_p14_a_kill_at_any_step_of_the_next_start_and_the_second_try` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_at_any_step_of_sending` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_at_any_sync_or_change_of_a_name` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_at_any_write_to_the_ledger` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_at_any_write_to_the_terminal_and_the_log` | `tests/it/crash.rs` |
//! | `p02_p04_a_disk_that_fails_under_the_next_start_and_the_second_try` | `tests/it/crash_disk.rs` |
//! | `p02_p14_a_kill_while_sending_leaves_it_sent_and_the_next_start_shows_it` | `tests/it/ends.rs` |
//! | `p02_a_no_that_cannot_be_written_is_not_said` | `tests/it/faults.rs` |
//! | `p02_a_yes_that_cannot_be_written_is_shown_and_stays_open` | `tests/it/faults.rs` |
//! | `p02_a_connection_that_breaks_leaves_it_unknown` | `tests/it/misbehaviour.rs` |
//! | `p02_an_unknown_purchase_is_the_first_screen_of_the_next_start` | `tests/it/restart.rs` |
//! | `p02_p05_a_retry_is_the_same_to_the_last_byte_and_a_refusal_of_it_proves_nothing` | `tests/it/wire.rs` |
//! | `p02_a_yes_that_only_the_receipt_knows_is_not_left` | `src/app/tests/history.rs` |
//! | `p02_what_waits_at_the_start_comes_first` | `src/app/tests/history.rs` |
//!
//! # 3. No purchase is invented
//!
//! Bought only on a certain yes; afterwards the list is looked at, and what it does not show is said.
//!
//! | test | file |
//! | --- | --- |
//! | `p03_a_broken_answer_is_always_unknown` | `src/api/verdict_tests.rs` |
//! | `p03_a_no_is_complete_and_well_formed_or_it_is_none` | `src/api/verdict_tests.rs` |
//! | `p03_a_yes_is_complete_and_certain_or_it_is_none` | `src/api/verdict_tests.rs` |
//! | `p03_the_verdict_is_the_rule_restated` | `src/api/verdict_tests.rs` |
//! | `p01_p02_p03_p05_p06_histories_of_today` | `src/app/tests/histories/mod.rs` |
//! | `p01_p02_p03_p05_p06_ten_thousand_histories` | `src/app/tests/histories/mod.rs` |
//! | `p03_the_list_never_takes_a_yes_back` | `src/app/tests/receipt.rs` |
//! | `p03_a_number_that_is_listed_late_is_found_by_looking_again` | `tests/it/misbehaviour.rs` |
//! | `p03_an_answer_of_the_wrong_length_is_no_yes` | `tests/it/misbehaviour.rs` |
//! | `p03_an_answer_that_contradicts_itself_is_unknown` | `tests/it/misbehaviour.rs` |
//! | `p03_a_yes_that_is_not_in_the_list_is_said_and_looked_for_again` | `tests/it/settling.rs` |
//!
//! # 4. Write ahead
//!
//! Intent, key and frozen body are durable before the first byte leaves; else nothing is sent, and that is said.
//!
//! | test | file |
//! | --- | --- |
//! | `p04_the_settings_of_durability_are_in_force` | `src/ledger/schema_tests.rs` |
//! | `p02_p04_a_disk_that_fails_under_the_next_start_and_the_second_try` | `tests/it/crash_disk.rs` |
//! | `p04_a_disk_that_is_full_sends_nothing` | `tests/it/crash_disk.rs` |
//! | `p04_a_sync_that_fails_is_not_repeated_and_sends_nothing` | `tests/it/crash_disk.rs` |
//! | `p04_a_write_that_fails_once_sends_nothing` | `tests/it/crash_disk.rs` |
//! | `p04_after_a_sync_that_failed_this_run_buys_nothing_more` | `tests/it/crash_disk.rs` |
//! | `p04_a_purchase_leaves_after_all_of_the_ledger_is_on_the_disk` | `tests/it/crash_order.rs` |
//! | `p04_a_ledger_that_another_program_keeps_locked_stops_the_purchase` | `tests/it/faults.rs` |
//! | `p04_an_attempt_that_cannot_be_written_is_never_sent` | `tests/it/faults.rs` |
//! | `p04_an_intent_that_cannot_be_written_is_never_sent` | `tests/it/faults.rs` |
//! | `p04_without_a_ledger_there_is_no_sending_from_the_review` | `tests/it/faults.rs` |
//! | `p04_a_full_disk_is_said_and_sells_nothing` | `tests/it/ledger.rs` |
//! | `p04_a_ledger_that_goes_away_while_it_is_open_sells_nothing` | `tests/it/ledger.rs` |
//! | `p04_a_ledger_that_is_moved_away_or_whose_log_is_takes_no_purchase` | `src/ledger/accept_tests.rs` |
//! | `p04_a_read_only_disk_shows_what_was_bought_and_sells_nothing` | `tests/it/ledger.rs` |
//! | `p04_a_disk_that_failed_is_not_trusted_again_in_the_same_run` | `src/ledger/worker_tests.rs` |
//!
//! # 5. A retry is byte-identical, one at a time, never too soon
//!
//! Body, key, path and auth; and whatever a server says in `Retry-After` is survived.
//!
//! | test | file |
//! | --- | --- |
//! | `p05_two_attempts_are_byte_identical_and_share_no_connection` | `src/api/client_tests.rs` |
//! | `p05_anything_is_survived_and_bounded` | `src/api/retry_after.rs` |
//! | `p05_seconds_dates_and_nonsense` | `src/api/retry_after.rs` |
//! | `p01_p02_p03_p05_p06_histories_of_today` | `src/app/tests/histories/mod.rs` |
//! | `p01_p02_p03_p05_p06_ten_thousand_histories` | `src/app/tests/histories/mod.rs` |
//! | `p05_a_retry_is_not_sent_before_the_server_s_wait_is_over` | `src/app/tests/unknown.rs` |
//! | `p05_p15_while_one_is_sent_nothing_else_is_sent_or_settled` | `src/ledger/store_tests.rs` |
//! | `p05_a_pause_that_the_server_asked_for_binds_every_window_and_every_restart` | `src/ledger/waiting_tests.rs` |
//! | `p02_p05_p14_a_kill_at_any_step_of_the_next_start_and_the_second_try` | `tests/it/crash.rs` |
//! | `p05_a_rate_limit_is_waited_out_and_the_same_purchase_goes_on` | `tests/it/flow.rs` |
//! | `p05_every_kind_of_retry_after_is_survived` | `tests/it/misbehaviour.rs` |
//! | `p05_every_kind_of_pause_is_survived_and_bounded` | `tests/it/settling.rs` |
//! | `p05_when_a_pause_is_over_the_same_bytes_go_out_by_a_person_s_key_only` | `tests/it/settling.rs` |
//! | `p02_p05_a_retry_is_the_same_to_the_last_byte_and_a_refusal_of_it_proves_nothing` | `tests/it/wire.rs` |
//!
//! # 6. Edited parameters are a new purchase
//!
//! Refused while one of the same sub-account is open, unless the person confirms another one.
//!
//! | test | file |
//! | --- | --- |
//! | `p01_p02_p03_p05_p06_histories_of_today` | `src/app/tests/histories/mod.rs` |
//! | `p01_p02_p03_p05_p06_ten_thousand_histories` | `src/app/tests/histories/mod.rs` |
//! | `p06_going_back_and_editing_makes_another_draft` | `src/app/tests/review.rs` |
//! | `p06_beside_an_open_purchase_another_needs_to_be_accepted` | `src/ledger/store_tests.rs` |
//! | `p06_racing_windows_make_one_purchase_for_a_sub_account` | `src/ledger/store_tests.rs` |
//! | `p06_a_refusal_keeps_all_input_and_a_changed_request_is_another_purchase` | `tests/it/flow.rs` |
//! | `p06_a_second_window_hears_of_a_purchase_that_became_unknown_in_the_first` | `tests/it/restart.rs` |
//! | `p06_another_purchase_beside_an_open_one_needs_a_longer_word` | `tests/it/restart.rs` |
//!
//! # 7. Every wait is bounded and visible
//!
//! Input is answered throughout; leaving while sending says that it may be bought, and leaves it unknown.
//!
//! | test | file |
//! | --- | --- |
//! | `p07_a_failed_handshake_never_left` | `src/api/client_tests.rs` |
//! | `p07_silence_ends_with_the_exchange_whatever_had_come` | `src/api/client_tests.rs` |
//! | `p07_the_defaults_are_the_promises` | `src/api/client_tests.rs` |
//! | `p07_every_interrupt_ends_every_stage_as_it_must` | `src/app/tests/endings.rs` |
//! | `p07_p13_every_signal_while_sending_is_exit_4_and_leaves_it_sent` | `tests/it/ends.rs` |
//! | `p07_p13_keys_that_leave_while_sending_leave_it_sent` | `tests/it/ends.rs` |
//! | `p07_keys_are_answered_and_time_is_shown_while_an_answer_does_not_come` | `tests/it/flow.rs` |
//! | `p07_leaving_while_sending_is_exit_4_and_the_next_start_shows_it` | `tests/it/pty.rs` |
//! | `p07_leaving_while_sending_leaves_it_sent_and_the_next_start_settles_it` | `tests/it/restart.rs` |
//!
//! # 8. Answers and lists are capped
//!
//! 1 MiB, and less than 20 MB of memory whatever is sent; a list that is cut short says so and proves nothing.
//!
//! | test | file |
//! | --- | --- |
//! | `p08_an_answer_without_end_is_cut_off` | `src/api/client_tests.rs` |
//! | `p08_the_cap_is_exact` | `src/api/client_tests.rs` |
//! | `p08_depth_and_number_of_values_are_bounded` | `src/api/json.rs` |
//! | `p08_a_list_ends_in_bounded_time_and_space` | `src/api/lists_tests.rs` |
//! | `p08_a_list_that_cannot_be_followed_is_incomplete` | `src/api/lists_tests.rs` |
//! | `p08_no_answer_and_no_list_costs_20_mb` | `tests/it/memory.rs` |
//! | `p08_lists_stop_and_say_that_they_are_incomplete` | `tests/it/misbehaviour.rs` |
//!
//! # 9. What was sold is compared with what was asked
//!
//! A difference is bought with a warning that stays until it is acknowledged.
//!
//! | test | file |
//! | --- | --- |
//! | `p09_a_difference_is_acknowledged_before_anything_else_is_bought` | `src/app/tests/receipt.rs` |
//! | `p09_a_warning_stays_across_restarts_until_it_is_durably_acknowledged` | `src/app/tests/receipt.rs` |
//! | `p09_every_difference_is_named` | `src/domain/number.rs` |
//! | `p09_what_was_sold_is_compared_with_what_was_asked` | `tests/it/misbehaviour.rs` |
//! | `p09_a_difference_is_warned_of_at_every_start_until_it_is_acknowledged` | `tests/it/settling.rs` |
//! | `p09_an_answer_of_another_number_is_bought_with_a_warning_that_stays` | `tests/it/wire.rs` |
//! | `p09_a_key_that_was_typed_ahead_acknowledges_no_warning` | `src/app/tests/receipt.rs` |
//!
//! # 10. Nothing from outside acts or poses
//!
//! Answers, headers, config, ledger, arguments, paste: shown as visible text, capped, and never as the confirmation.
//!
//! | test | file |
//! | --- | --- |
//! | `p10_only_headers_worth_seeing_are_kept_and_cleaned` | `src/api/raw.rs` |
//! | `p10_what_hides_in_typed_or_pasted_text_is_made_visible` | `src/app/tests/secrets.rs` |
//! | `p10_a_path_cannot_act_on_the_terminal` | `src/config/dirs_tests.rs` |
//! | `p10_length_is_capped_and_said` | `src/domain/clean.rs` |
//! | `p10_nothing_that_acts_survives` | `src/domain/clean.rs` |
//! | `p10_what_could_act_is_shown_instead` | `src/domain/clean.rs` |
//! | `p10_nothing_in_the_file_can_act_and_one_event_is_one_line` | `src/telemetry_tests.rs` |
//! | `p10_a_name_cannot_pose_as_the_confirmation` | `tests/it/misbehaviour.rs` |
//! | `p10_evil_text_is_shown_and_does_nothing` | `tests/it/misbehaviour.rs` |
//! | `p10_evil_text_in_the_config_and_the_arguments_does_nothing` | `tests/it/secrecy.rs` |
//! | `p10_evil_text_in_the_ledger_does_nothing` | `tests/it/secrecy.rs` |
//! | `p10_no_text_of_a_record_leaves_its_cell_or_begins_a_formula` | `src/ledger/export_tests.rs` |
//!
//! # 11. A secret key appears nowhere
//!
//! Not in arguments, ledger, logs, reports, screen, clipboard, memory images, child processes or exports.
//!
//! | test | file |
//! | --- | --- |
//! | `p11_an_echoed_key_is_not_kept` | `src/api/client_tests.rs` |
//! | `p11_the_key_cannot_be_printed_with_the_request_or_the_client` | `src/api/client_tests.rs` |
//! | `p11_a_pasted_key_enters_no_state_and_no_effect` | `src/app/tests/secrets.rs` |
//! | `p11_no_key_is_ever_said` | `src/config/config_tests.rs` |
//! | `p11_only_the_last_four_characters_are_kept` | `src/domain/key.rs` |
//! | `p11_no_column_or_event_holds_more_of_a_key_than_its_end` | `src/ledger/store_tests.rs` |
//! | `p11_keys_are_cut_short_wherever_they_stand` | `src/telemetry_tests.rs` |
//! | `p11_libraries_are_never_heard` | `src/telemetry_tests.rs` |
//! | `p11_a_key_among_the_arguments_is_refused_and_not_repeated` | `tests/it/cli.rs` |
//! | `p11_no_memory_image_is_ever_written` | `tests/it/ends.rs` |
//! | `p11_no_process_is_ever_started` | `tests/it/promises.rs` |
//! | `p11_the_key_is_on_the_wire_and_nowhere_else` | `tests/it/secrecy.rs` |
//! | `p11_no_key_stays_in_the_filter` | `src/app/tests/history.rs` |
//!
//! # 12. A key goes only where it belongs
//!
//! The configured origin, no redirect, no proxy, one auth header; the agency's key never buys.
//!
//! | test | file |
//! | --- | --- |
//! | `p12_a_redirect_is_not_followed` | `src/api/client_tests.rs` |
//! | `p12_the_agency_key_is_kept_apart` | `src/config/config_tests.rs` |
//! | `p12_addresses_are_taken_or_refused_by_rule` | `src/domain/base_url.rs` |
//! | `p12_a_bad_address_is_refused_with_and_without_a_key` | `tests/it/cli.rs` |
//! | `p12_an_open_purchase_goes_out_with_its_own_key_only` | `tests/it/executor.rs` |
//! | `p12_no_redirect_is_followed_and_no_odd_status_believed` | `tests/it/misbehaviour.rs` |
//! | `p12_no_proxy_is_taken_from_the_environment` | `tests/it/secrecy.rs` |
//! | `p12_a_purchase_is_the_documented_request_and_nothing_else` | `tests/it/wire.rs` |
//! | `p12_the_agency_key_lists_and_never_buys` | `tests/it/wire.rs` |
//!
//! # 13. The terminal is restored
//!
//! On quit, error, panic, every signal and Ctrl-Z; a lost terminal ends the process, and the purchase stays sent.
//!
//! | test | file |
//! | --- | --- |
//! | `p13_a_part_that_broke_ends_the_program_and_takes_nothing_for_certain` | `src/app/tests/endings.rs` |
//! | `p07_p13_every_signal_while_sending_is_exit_4_and_leaves_it_sent` | `tests/it/ends.rs` |
//! | `p07_p13_keys_that_leave_while_sending_leave_it_sent` | `tests/it/ends.rs` |
//! | `p13_a_closed_terminal_ends_the_program` | `tests/it/ends.rs` |
//! | `p13_a_terminal_closed_while_sending_leaves_it_sent` | `tests/it/ends.rs` |
//! | `p13_keys_that_leave_are_exit_130` | `tests/it/ends.rs` |
//! | `p13_signals_give_the_terminal_back` | `tests/it/ends.rs` |
//! | `p13_suspending_gives_the_terminal_to_the_shell_and_takes_it_again` | `tests/it/ends.rs` |
//! | `p13_suspending_while_sending_sends_nothing_twice` | `tests/it/ends.rs` |
//! | `p13_a_part_that_breaks_ends_the_program_in_order` | `tests/it/flow.rs` |
//! | `p13_a_panic_gives_the_terminal_back_and_is_told_in_a_sentence` | `tests/it/panics.rs` |
//!
//! # 14. A kill corrupts nothing
//!
//! At any instant; the next start needs no repair and shows every open purchase.
//!
//! | test | file |
//! | --- | --- |
//! | `p14_several_open_purchases_are_a_list_to_choose_from` | `src/app/tests/several.rs` |
//! | `p14_a_start_writes_what_a_killed_run_left_in_the_log_into_the_ledger_itself` | `src/ledger/damage_tests.rs` |
//! | `p14_a_first_start_that_was_cut_short_needs_no_repair` | `src/ledger/files_tests.rs` |
//! | `p14_what_was_committed_is_there_without_a_goodbye` | `src/ledger/store_tests.rs` |
//! | `p02_p05_p14_a_kill_at_any_step_of_the_next_start_and_the_second_try` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_at_any_step_of_sending` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_at_any_sync_or_change_of_a_name` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_at_any_write_to_the_ledger` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_at_any_write_to_the_terminal_and_the_log` | `tests/it/crash.rs` |
//! | `p02_p14_a_kill_while_sending_leaves_it_sent_and_the_next_start_shows_it` | `tests/it/ends.rs` |
//! | `p14_a_migration_that_is_cut_short_leaves_the_older_ledger` | `src/ledger/schema_tests.rs` |
//! | `p14_an_older_ledger_comes_up_to_date_without_loss` | `src/ledger/schema_tests.rs` |
//! | `p14_p17_a_kill_at_any_change_of_a_name_or_sync_leaves_the_old_or_the_new_ledger` | `tests/it/crash_accept.rs` |
//! | `p14_p17_a_kill_at_any_write_leaves_the_old_or_the_new_ledger` | `tests/it/crash_accept.rs` |
//! | `p14_the_first_form_is_read_and_comes_up_to_date` | `src/ledger/schema_tests.rs` |
//!
//! # 15. Two processes never send or tear the same
//!
//! Whoever is second hears of the first.
//!
//! | test | file |
//! | --- | --- |
//! | `p05_p15_while_one_is_sent_nothing_else_is_sent_or_settled` | `src/ledger/store_tests.rs` |
//! | `p15_racing_stores_send_an_intent_once` | `src/ledger/store_tests.rs` |
//! | `p15_racing_writers_lose_nothing` | `src/ledger/store_tests.rs` |
//! | `p15_two_processes_send_an_open_purchase_once` | `tests/it/pty.rs` |
//! | `p15_two_programs_share_one_sandbox_and_one_ledger` | `tests/it/pty.rs` |
//! | `p01_p15_two_windows_send_an_open_purchase_once` | `tests/it/restart.rs` |
//! | `p15_another_process_notices_that_the_ledger_was_replaced_and_writes_no_more` | `src/ledger/accept_tests.rs` |
//! | `p15_nothing_is_accepted_while_a_purchase_is_under_way` | `src/ledger/accept_tests.rs` |
//! | `p15_two_who_accept_at_once_make_one_new_ledger` | `src/ledger/accept_tests.rs` |
//! | `p15_where_one_window_accepts_the_other_notices_before_it_sends` | `tests/it/ledger.rs` |
//!
//! # 16. Private from the moment it exists
//!
//! 0600 in 0700; links and looser modes are refused or tightened, with a word.
//!
//! | test | file |
//! | --- | --- |
//! | `p16_looser_folders_are_tightened_or_refused_with_a_word` | `src/config/dirs_tests.rs` |
//! | `p16_a_config_that_others_can_change_is_read_with_a_word` | `src/config/file_tests.rs` |
//! | `p16_a_link_to_a_folder_is_refused_however_it_is_written` | `src/ledger/files_tests.rs` |
//! | `p16_folder_and_files_are_private_from_the_start` | `src/ledger/files_tests.rs` |
//! | `p16_links_are_refused_and_not_followed` | `src/ledger/files_tests.rs` |
//! | `p16_looser_modes_are_tightened_and_told` | `src/ledger/files_tests.rs` |
//! | `p16_the_file_is_private_and_appended_to` | `src/telemetry_tests.rs` |
//! | `p16_every_file_and_folder_is_private_from_the_moment_it_is_made` | `tests/it/crash_order.rs` |
//! | `p16_a_copy_is_private_and_overwrites_nothing` | `src/ledger/accept_tests.rs` |
//!
//! # 17. A damaged or newer ledger is never an empty one
//!
//! What is whole is read, and nothing is sold until it is accepted.
//!
//! | test | file |
//! | --- | --- |
//! | `p17_a_damaged_page_is_never_an_empty_history` | `src/ledger/damage_tests.rs` |
//! | `p14_p17_a_kill_at_any_change_of_a_name_or_sync_leaves_the_old_or_the_new_ledger` | `tests/it/crash_accept.rs` |
//! | `p14_p17_a_kill_at_any_write_leaves_the_old_or_the_new_ledger` | `tests/it/crash_accept.rs` |
//! | `p17_a_broken_ledger_comes_up_first_and_lets_everything_be_walked_and_nothing_be_bought` | `src/app/tests/ledger.rs` |
//! | `p17_a_damaged_ledger_sells_nothing_until_it_is_accepted_and_is_kept` | `tests/it/ledger.rs` |
//! | `p17_a_damaged_page_anywhere_sells_nothing` | `src/ledger/check_tests.rs` |
//! | `p17_a_damaged_page_takes_nothing_with_it_but_what_stood_on_it` | `src/ledger/salvage_tests.rs` |
//! | `p17_a_ledger_that_cannot_be_read_is_not_an_empty_history` | `tests/it/history.rs` |
//! | `p17_a_ledger_that_is_gone_is_no_first_start_until_that_is_accepted` | `src/ledger/accept_tests.rs` |
//! | `p17_a_newer_ledger_is_shown_left_alone_and_never_accepted` | `tests/it/ledger.rs` |
//! | `p17_a_purchase_that_lost_a_part_is_bought_or_open_and_never_not_bought` | `src/ledger/salvage_tests.rs` |
//! | `p17_a_whole_ledger_is_read_back_as_it_is` | `src/ledger/salvage_tests.rs` |
//! | `p17_an_event_of_nobody_knows_whom_opens_only_what_was_not_over` | `src/ledger/salvage_tests.rs` |
//! | `p17_damage_is_said_with_its_count_and_hides_nothing` | `tests/it/history.rs` |
//! | `p17_damage_of_settled_purchases_is_found_and_nothing_is_sold` | `src/ledger/check_tests.rs` |
//! | `p17_damage_that_is_found_later_stops_selling_and_hides_no_outcome` | `src/app/tests/ledger.rs` |
//! | `p17_only_damage_can_be_accepted_and_only_by_two_answers` | `src/app/tests/ledger.rs` |
//! | `p17_only_damage_is_accepted` | `src/ledger/accept_tests.rs` |
//! | `p17_what_can_be_read_is_still_settled_beside_damage` | `src/ledger/check_tests.rs` |
//! | `p17_what_cannot_be_read_is_said_hides_nothing_and_is_never_an_empty_history` | `src/ledger/export_tests.rs` |
//! | `p17_what_is_left_in_the_log_is_carried_over` | `src/ledger/accept_tests.rs` |
//! | `p17_what_is_whole_is_carried_over_and_the_damaged_file_is_kept` | `src/ledger/accept_tests.rs` |
//! | `p17_p18_a_purchase_that_lost_a_step_of_its_release_is_carried_over_whole_enough_to_be_read` | `src/ledger/accept_tests.rs` |
//!
//! # 18. Release
//!
//! Written ahead, confirmed by its number, called released only on proof.
//!
//! | test | file |
//! | --- | --- |
//! | `p18_without_a_whole_ledger_nothing_is_released` | `src/app/tests/release.rs` |
//! | `p18_a_404_on_a_retried_release_means_gone_and_the_retry_is_the_same_to_the_byte` | `tests/it/release.rs` |
//! | `p18_a_certain_no_keeps_the_number_and_says_that_rental_runs_on` | `tests/it/release.rs` |
//! | `p18_a_key_releases_once_and_a_released_number_is_not_there` | `src/sandbox/tests/releases.rs` |
//! | `p18_a_kill_at_any_step_of_sending_a_release_forgets_none` | `tests/it/crash_release.rs` |
//! | `p18_a_kill_at_any_write_or_sync_of_the_ledger_forgets_no_release` | `tests/it/crash_release.rs` |
//! | `p18_a_no_is_shown_on_the_receipt_and_may_be_confirmed_anew` | `src/app/tests/release.rs` |
//! | `p18_a_number_is_missed_only_where_it_was_seen_or_time_has_passed` | `src/domain/release_tests.rs` |
//! | `p18_a_number_is_released_once_and_the_receipt_says_so` | `tests/it/release.rs` |
//! | `p18_a_number_that_was_never_listed_is_not_missed_before_time_has_passed` | `src/app/tests/release.rs` |
//! | `p18_a_pause_binds_every_attempt_of_every_release_of_the_number` | `src/ledger/release_tests.rs` |
//! | `p18_a_pause_is_kept_across_a_restart` | `tests/it/release.rs` |
//! | `p18_a_release_fits_into_the_smallest_window` | `src/screen/tests/releases.rs` |
//! | `p18_a_release_follows_no_redirect_and_reads_no_endless_answer` | `src/api/client_tests.rs` |
//! | `p18_a_release_is_a_whole_yes_a_whole_no_or_unknown` | `src/api/verdict_tests.rs` |
//! | `p18_a_release_is_told_beside_the_state_which_stays_bought` | `src/ledger/export_tests.rs` |
//! | `p18_a_release_leaves_after_all_of_the_ledger_is_on_the_disk` | `tests/it/crash_order.rs` |
//! | `p18_a_released_number_may_be_bought_again_by_another_purchase` | `src/ledger/release_tests.rs` |
//! | `p18_a_released_number_stays_gone_across_restarts_and_is_not_sold_again` | `src/sandbox/tests/releases.rs` |
//! | `p18_a_retry_with_another_secret_is_no_retry` | `src/domain/release_tests.rs` |
//! | `p18_a_step_that_cannot_follow_is_damage_and_damage_releases_nothing` | `src/ledger/release_tests.rs` |
//! | `p18_a_whole_list_without_the_number_proves_that_it_is_gone_and_nothing_less_does` | `src/app/tests/release.rs` |
//! | `p18_a_yes_is_shown_on_the_receipt_and_ends_well` | `src/app/tests/release.rs` |
//! | `p18_a_yes_that_cannot_be_written_is_not_shown_as_done_and_is_found_out_later` | `tests/it/release.rs` |
//! | `p18_an_answer_that_is_lost_is_found_out_by_the_list` | `tests/it/release.rs` |
//! | `p18_an_answer_that_never_comes_ends_in_time_and_is_found_out_by_the_list` | `tests/it/release.rs` |
//! | `p18_an_attempt_is_durable_before_it_leaves_and_open_until_it_is_answered` | `src/ledger/release_tests.rs` |
//! | `p18_an_attempt_that_cannot_be_written_is_never_sent` | `tests/it/release.rs` |
//! | `p18_an_ending_is_seen_in_the_smallest_window` | `src/screen/tests/releases.rs` |
//! | `p18_an_error_leaves_it_unknown_and_the_same_release_again_settles_it` | `tests/it/release.rs` |
//! | `p18_an_id_is_one_segment_of_the_path_or_nothing_is_sent` | `src/domain/target.rs` |
//! | `p18_an_id_stays_one_segment_on_the_wire` | `src/api/client_tests.rs` |
//! | `p18_an_open_release_is_the_first_screen_at_the_start_and_is_sent_by_nobody` | `src/app/tests/release.rs` |
//! | `p18_another_key_than_it_was_sent_with_cannot_go_on` | `src/app/tests/release.rs` |
//! | `p18_another_window_s_release_is_taken_in_wherever_the_number_is_looked_at` | `src/app/tests/release.rs` |
//! | `p18_any_other_no_on_a_retry_proves_nothing` | `tests/it/release.rs` |
//! | `p18_at_the_start_beside_a_purchase` | `src/screen/tests/releases.rs` |
//! | `p18_each_account_misbehaves_once_and_tells_the_truth_when_asked_again` | `src/sandbox/tests/releases.rs` |
//! | `p18_endings` | `src/screen/tests/releases.rs` |
//! | `p18_esc_leads_back_to_where_the_review_was_opened_and_what_was_looked_at_is_looked_at_again` | `src/app/tests/release.rs` |
//! | `p18_fifty_enters_and_pasted_numbers_release_nothing_from_anywhere` | `src/app/tests/release.rs` |
//! | `p18_fifty_enters_and_pastes_release_nothing` | `tests/it/release.rs` |
//! | `p18_keys_before_the_keyboard_was_quiet_and_pastes_count_for_nothing` | `src/app/tests/release.rs` |
//! | `p18_leaving_while_releasing_says_so_and_stays_unknown` | `src/app/tests/release.rs` |
//! | `p18_legal_and_illegal_histories_of_a_release` | `src/domain/release_tests.rs` |
//! | `p18_no_id_leads_to_another_path` | `src/domain/target.rs` |
//! | `p18_no_size_breaks_a_release` | `src/screen/tests/releases.rs` |
//! | `p18_not_known` | `src/screen/tests/releases.rs` |
//! | `p18_not_now_goes_on_with_the_same_key_by_a_person_s_key_only` | `tests/it/release.rs` |
//! | `p18_not_now_goes_on_with_the_same_release_after_the_pause_by_a_key_only` | `src/app/tests/release.rs` |
//! | `p18_not_released_is_said_by_hand_only_where_the_list_shows_it_and_after_15_minutes` | `src/app/tests/release.rs` |
//! | `p18_nothing_else_is_sent_or_settled_while_a_release_is_under_way` | `src/ledger/release_tests.rs` |
//! | `p18_only_a_buying_key_releases` | `src/sandbox/tests/releases.rs` |
//! | `p18_only_the_number_typed_and_enter_release` | `src/app/tests/release.rs` |
//! | `p18_only_what_was_bought_is_released_and_only_once` | `src/ledger/release_tests.rs` |
//! | `p18_review` | `src/screen/tests/releases.rs` |
//! | `p18_sending_again_asks_keeps_the_release_and_takes_404_for_gone` | `src/app/tests/release.rs` |
//! | `p18_the_digits_of_the_number_confirm_and_nothing_else` | `src/domain/target.rs` |
//! | `p18_the_documented_answer_releases_and_nothing_less_does` | `tests/it/release.rs` |
//! | `p18_the_documented_release_gets_the_documented_answer` | `src/sandbox/tests/releases.rs` |
//! | `p18_the_release_is_the_documented_one_to_the_byte_and_so_is_its_retry` | `src/api/client_tests.rs` |
//! | `p18_two_windows_release_a_number_once` | `tests/it/release.rs` |
//! | `p18_under_way` | `src/screen/tests/releases.rs` |
//! | `p18_what_cannot_be_released_from_here_says_why` | `src/app/tests/release.rs` |
//! | `p18_what_could_not_be_written_down_is_not_called_released` | `src/app/tests/release.rs` |
//! | `p18_what_did_not_come_in_whole_is_no_release_and_what_never_left_is_none` | `src/api/verdict_tests.rs` |
//! | `p18_what_is_not_known_is_settled_by_a_list_that_misses_it_or_by_hand_in_time` | `src/ledger/release_tests.rs` |
//! | `p18_what_is_released_stays_so_and_doubt_ends_only_with_proof` | `src/domain/release_tests.rs` |
//! | `p18_what_misbehaves_at_the_release_is_bought_like_any_other` | `tests/it/misbehaviour.rs` |
//! | `p18_while_it_is_under_way_the_screen_lives_and_leaving_says_what_it_means` | `tests/it/release.rs` |
//! | `p17_p18_a_purchase_that_lost_a_step_of_its_release_is_carried_over_whole_enough_to_be_read` | `src/ledger/accept_tests.rs` |
//! | `p18_a_release_that_is_settled_out_of_sight_does_not_end_what_is_shown` | `src/app/tests/release.rs` |
//! | `p18_what_a_list_misses_is_called_released_only_when_that_is_written_down` | `src/app/tests/release.rs` |
//!
//! # 19. Wall-clock jumps decide nothing
//!
//! Durations are counted by the steady clock, across restarts and boots.
//!
//! | test | file |
//! | --- | --- |
//! | `p19_a_wall_clock_that_jumps_changes_no_wait` | `src/app/tests/not_bought.rs` |
//! | `p19_what_never_left_may_be_closed_at_once_and_another_boot_counts_from_zero` | `src/app/tests/unknown.rs` |
//! | `p19_elapsed_time_is_never_overstated` | `src/domain/moment.rs` |
//! | `p19_closing_by_hand_waits_fifteen_minutes_after_the_last_attempt` | `src/domain/record_tests.rs` |
//! | `p19_the_wall_clock_is_read_in_few_places_and_decides_nothing` | `tests/it/promises.rs` |
//!
//! # 20. The confirmation cannot be reached by accident
//!
//! Not by type-ahead, key repeat or paste.
//!
//! | test | file |
//! | --- | --- |
//! | `p01_p20_whatever_happens_the_promises_hold` | `src/app/tests/properties.rs` |
//! | `p20_keys_before_the_keyboard_was_quiet_count_for_nothing_and_begin_the_wait_anew` | `src/app/tests/review.rs` |
//! | `p20_pasting_confirms_nothing` | `src/app/tests/review.rs` |
//! | `p01_p20_fifty_enters_and_a_pasted_word_buy_nothing_from_anywhere` | `src/app/tests/storms.rs` |
//! | `p20_a_word_typed_ahead_buys_nothing_from_anywhere` | `src/app/tests/storms.rs` |
//! | `p20_a_keyboard_is_quiet_after_a_pause_and_not_between_two_keys` | `tests/it/executor.rs` |
//! | `p20_held_enter_and_pasted_words_confirm_nothing` | `tests/it/flow.rs` |
//! | `p20_the_word_typed_ahead_confirms_nothing` | `tests/it/flow.rs` |
//! | `p01_p20_a_monkey_buys_nothing_without_the_word` | `tests/it/monkey.rs` |
//! | `p20_flags_open_the_review_and_confirm_nothing` | `tests/it/pty.rs` |
//! | `p20_a_held_key_accepts_nothing` | `src/app/tests/ledger.rs` |
