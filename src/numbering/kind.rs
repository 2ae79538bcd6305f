//! What kinds of numbers there are, and how many of each.
//!
//! Owns libphonenumber's number types in the order in which it asks for them: a
//! number has exactly one type, the first whose pattern it matches, so counts by
//! type add up to the total.

/// The type of a number by libphonenumber, in the order of its questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberType {
    /// The caller pays more than for an ordinary call.
    Premium,
    /// The caller pays nothing; the holder does.
    TollFree,
    /// Caller and holder share the cost.
    SharedCost,
    /// Reached over the internet, bound to no place.
    Voip,
    /// A person's number that leads to whatever line the person chooses.
    Personal,
    /// A pager.
    Pager,
    /// A company's one number for the whole country (universal access number).
    Company,
    /// Access to a voice mailbox.
    Voicemail,
    /// A line at a place.
    FixedLine,
    /// A mobile line.
    Mobile,
    /// A place's number that may be a fixed or a mobile line; the plan does not tell, as in the US.
    FixedLineOrMobile,
}

impl NumberType {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Premium,
        Self::TollFree,
        Self::SharedCost,
        Self::Voip,
        Self::Personal,
        Self::Pager,
        Self::Company,
        Self::Voicemail,
        Self::FixedLine,
        Self::Mobile,
        Self::FixedLineOrMobile,
    ];

    /// The name in machine-readable output, such as `toll_free`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Premium => "premium",
            Self::TollFree => "toll_free",
            Self::SharedCost => "shared_cost",
            Self::Voip => "voip",
            Self::Personal => "personal",
            Self::Pager => "pager",
            Self::Company => "uan",
            Self::Voicemail => "voicemail",
            Self::FixedLine => "fixed",
            Self::Mobile => "mobile",
            Self::FixedLineOrMobile => "fixed_or_mobile",
        }
    }

    /// The name for a person, fit for the middle of a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Premium => "premium rate",
            Self::TollFree => "toll-free",
            Self::SharedCost => "shared cost",
            Self::Voip => "internet",
            Self::Personal => "personal",
            Self::Pager => "pager",
            Self::Company => "company-wide",
            Self::Voicemail => "voicemail",
            Self::FixedLine => "fixed line",
            Self::Mobile => "mobile",
            Self::FixedLineOrMobile => "fixed line or mobile",
        }
    }

    /// What the kind means for cost and reach, where it is no ordinary line: the second half of a
    /// sentence, which names no price.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        match self {
            Self::Premium => {
                Some("the caller pays more than for an ordinary call, and many networks do not connect it.")
            }
            Self::TollFree => Some(
                "the caller pays nothing, the holder pays for the calls that come in; from abroad it often cannot be reached.",
            ),
            Self::SharedCost => {
                Some("caller and holder share the cost of a call; from abroad it often cannot be reached.")
            }
            Self::Voip => Some("it rings over the internet and belongs to no place."),
            Self::Personal => {
                Some("it follows a person from line to line and belongs to no place; the caller may pay more.")
            }
            Self::Pager => Some("it leads to a pager and takes no calls."),
            Self::Company => Some(
                "one number for a company in the whole country; the caller may pay more, and from abroad it often cannot be reached.",
            ),
            Self::Voicemail => Some("it leads to a voice mailbox and not to a line."),
            Self::FixedLine | Self::Mobile | Self::FixedLineOrMobile => None,
        }
    }

    /// Whether the caller may pay more than for an ordinary call.
    #[must_use]
    pub fn may_cost_callers_more(self) -> bool {
        matches!(self, Self::Premium | Self::SharedCost | Self::Personal | Self::Company)
    }

    /// Whether such numbers belong to a place, so that their first digits are an area code.
    #[must_use]
    pub fn is_geographic(self) -> bool {
        matches!(self, Self::FixedLine | Self::FixedLineOrMobile)
    }
}

/// How many valid numbers there are. Exact: no plan has more than 10^17.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Of any type.
    pub total: u64,
    /// Of each type; they add up to the total.
    pub by_type: ByType,
}

/// A number of numbers for each type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByType([u64; NumberType::ALL.len()]);

impl ByType {
    /// How many are of this type.
    #[must_use]
    pub fn of(&self, kind: NumberType) -> u64 {
        self.0[kind as usize]
    }

    /// The types that occur, in libphonenumber's order, each with its number.
    pub fn iter(&self) -> impl Iterator<Item = (NumberType, u64)> {
        NumberType::ALL.into_iter().zip(self.0).filter(|&(_, count)| count > 0)
    }
}

impl Count {
    /// Counts `more` numbers of a type.
    pub(super) fn add(&mut self, kind: NumberType, more: u64) {
        self.total += more;
        self.by_type.0[kind as usize] += more;
    }
}
