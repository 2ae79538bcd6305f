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
//!
//! # 17. A damaged or newer ledger is never an empty one
//!
//! What is whole is read, and nothing is sold until it is accepted.
//!
//! | test | file |
//! | --- | --- |
//! | `p17_a_damaged_page_is_never_an_empty_history` | `src/ledger/damage_tests.rs` |
//!
//! # 18. Release
//!
//! Nothing is released yet, so nothing can be released by mistake.
//!
//! | test | file |
//! | --- | --- |
//! | `p18_no_number_is_ever_released` | `tests/it/promises.rs` |
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
