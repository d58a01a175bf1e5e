package page

import "gulimall/pkg/money"

// Help is the page "help" (bare domain, /help/{topic}.html), and what was found in all of them.
type Help struct {
	Base
	// Topic is guide, delivery, contact or after-sale.
	Topic    string
	Heading  string
	Topics   []HelpTopic
	Sections []HelpSection
	// Query was searched for; Found is where it stands. Without a query the topic is shown.
	Query string
	Found []HelpFound
	// Schema is the crumbs for search engines.
	Schema BreadcrumbList
}

// HelpTopic is a page of the help.
type HelpTopic struct {
	Name  string
	Title string
	URL   string
	Icon  string
}

// HelpSection is a part of a page that other pages can link to.
type HelpSection struct {
	ID     string
	Title  string
	Blocks []HelpBlock
	// Freight and Levels are tables that stand below the words.
	Freight []FreightRule
	Levels  []HelpLevel
}

// HelpLevel is a level of membership and what it brings.
type HelpLevel struct {
	Name       string
	GrowthFrom int64
	// FreeFrom is the amount of goods that travels free; zero is none.
	FreeFrom    money.Fen
	MemberPrice bool
}

// HelpBlock is a paragraph (text), a list (list) or a list of steps (steps).
type HelpBlock struct {
	Kind  string
	Items [][]HelpText
}

// HelpText is a piece of a sentence: plain, strong, or a link.
type HelpText struct {
	Text   string
	URL    string
	Strong bool
}

// HelpFound is a section in which a search found something.
type HelpFound struct {
	Topic string
	URL   string
	Title []Fragment
	Text  []Fragment
}

// FreightRule is one row of the freight table.
type FreightRule struct {
	Region    string
	Provinces []string
	// First is up to FirstGrams, Extra for every started ExtraGrams more.
	First      money.Fen
	Extra      money.Fen
	FirstGrams int64
	ExtraGrams int64
}
