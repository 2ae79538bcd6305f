//! The review of a release: what will be given up, what that means, and the number to type.
//!
//! What it does stands in a red box of its own next to the confirmation, so that
//! neither can be seen without the other.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::{Block, Padding, Paragraph},
};

use crate::{
    app::{App, Confirmation, ReleaseReview},
    domain::{Origin, SubAccount},
    screen::{
        chrome::{Seen, facts_for, titled},
        words,
    },
    widget::{
        Facts,
        split::{self, Part},
        text::{cut, wrap},
        theme,
    },
};

/// Columns of the labels.
const LABEL: usize = 13;

pub fn view(app: &App, review: &ReleaseReview, frame: &mut Frame, area: Rect) -> Seen {
    let title = if app.origin.is_live() {
        "Release: this gives a real number up"
    } else {
        "Release: a rehearsal in the sandbox"
    };
    let about = about(app, review, facts_for(area, LABEL));
    let mut sends = facts_for(area, LABEL);
    sends.fact("Sends", &words::release::request(&review.record, &review.release));
    let width = usize::from(about.width().saturating_sub(4));
    let warning: Vec<_> =
        wrap(words::release::WHAT_IT_DOES, width).into_iter().map(|line| Line::styled(line, theme::DANGER)).collect();
    let rows = u16::try_from(warning.len()).unwrap_or(u16::MAX).saturating_add(2);
    let needed = about.rows().saturating_add(rows).saturating_add(sends.rows()).saturating_add(1);
    // An empty row above the prompt, where there is room for it.
    let height = needed.saturating_add(1 + 2).min(area.height);
    let inside = titled(frame, Rect { height, ..area }, title, theme::DANGER);
    let [top, middle, request, _, prompt] = split::rows(
        inside,
        [Part::Fixed(about.rows()), Part::Fixed(rows), Part::Fixed(sends.rows()), Part::Rest, Part::Fixed(1)],
    );
    let seen = if needed <= inside.height { Seen::Whole } else { Seen::Cut };
    frame.render_widget(Paragraph::new(about.into_lines()), top);
    let block = Block::bordered()
        .border_style(theme::DANGER)
        .title(Line::styled(" What it does ", theme::DANGER))
        .padding(Padding::horizontal(1));
    frame.render_widget(Paragraph::new(warning).block(block), middle);
    frame.render_widget(Paragraph::new(sends.into_lines()), request);
    confirmation(review, seen, frame, prompt);
    seen
}

fn about(app: &App, review: &ReleaseReview, mut facts: Facts) -> Facts {
    let draft = &review.record.intent.draft;
    let room = usize::from(facts.width()).saturating_sub(LABEL);
    facts.styled("Release", &words::release::spellings(&review.record, &review.release.number), theme::STRONG);
    facts.fact("Id", review.release.number.id.as_str());
    let id = draft.request.sub_account.clone();
    let account = SubAccount { name: app.account.name_of(&id), id };
    facts.styled("Held by", &cut(&words::account(&account), room), theme::STRONG);
    let key = match &draft.origin {
        Origin::Sandbox => words::key_and_origin(draft),
        Origin::Live(base) => format!("{}  at {base}", review.release.key),
    };
    facts.fact("With key", &key);
    facts.fact("In the list", &words::release::seen(&review.listed));
    facts
}

fn confirmation(review: &ReleaseReview, seen: Seen, frame: &mut Frame, area: Rect) {
    let line = match &review.confirmation {
        _ if seen == Seen::Cut => {
            Line::styled("Make this window larger to confirm: not all of it fits.", theme::DANGER)
        }
        Confirmation::Settling(_) => Line::styled("Read this first. The keyboard counts in a moment.", theme::QUIET),
        Confirmation::Typing(typed) => {
            let ask = format!("Type the number, {}, to confirm: ", review.release.target.digits());
            let column = u16::try_from(ask.len() + typed.len()).unwrap_or(0);
            frame.set_cursor_position((area.x + column.min(area.width.saturating_sub(1)), area.y));
            let ready =
                if review.is_typed() { Span::styled("   ↵ releases", theme::DANGER) } else { Span::default() };
            Line::from(vec![Span::styled(ask, theme::STRONG), Span::styled(typed.clone(), theme::DANGER), ready])
        }
    };
    frame.render_widget(line, area);
}
