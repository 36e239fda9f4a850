//! Who sells what: organisations, their listings and SLAs, the public lists, the categories.

mod categories;
mod listings;
mod price_lists;
mod prices;
mod providers;
mod services;
