package page

import (
	"net/url"
	"strconv"
)

// thing is a node of JSON-LD (schema.org), by which search engines read the page.
type thing map[string]any

// Schema describes the item and where it stands as JSON-LD.
func (p Item) Schema() []any {
	images := make([]string, len(p.SKU.Images))
	for i, src := range p.SKU.Images {
		images[i] = absolute(p.Here, src)
	}
	goods := thing{
		"@context": "https://schema.org", "@type": "Product", "name": p.SKU.Title, "sku": strconv.FormatInt(p.SKU.ID, 10), "image": images,
		"description": p.SKU.Subtitle, "brand": thing{"@type": "Brand", "name": p.SKU.Brand}, "category": p.SKU.Category,
		"offers": thing{
			"@type": "Offer", "url": p.Here, "price": p.SKU.Price.String(), "priceCurrency": "CNY",
			"availability": "https://schema.org/" + p.availability(), "itemCondition": "https://schema.org/NewCondition",
		},
	}
	return []any{goods, NewBreadcrumbList(p.Crumbs, p.Here)}
}

func (p Item) availability() string {
	switch p.Stock() {
	case "off":
		return "Discontinued"
	case "out":
		return "OutOfStock"
	case "low":
		return "LimitedAvailability"
	}
	return "InStock"
}

// absolute is the address of src as seen from the page at here.
func absolute(here, src string) string {
	base, err := url.Parse(here)
	if err != nil {
		return src
	}
	target, err := base.Parse(src)
	if err != nil {
		return src
	}
	return target.String()
}
