package page

// BreadcrumbList tells search engines where a page stands (schema.org). Marshalled by the template into a data block.
type BreadcrumbList struct {
	Context string           `json:"@context"`
	Type    string           `json:"@type"`
	Items   []BreadcrumbItem `json:"itemListElement"`
}

// BreadcrumbItem is one step.
type BreadcrumbItem struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item,omitempty"`
}

// NewBreadcrumbList says crumbs for machines; here is the address of the last one.
func NewBreadcrumbList(crumbs []Crumb, here string) BreadcrumbList {
	list := BreadcrumbList{Context: "https://schema.org", Type: "BreadcrumbList", Items: make([]BreadcrumbItem, len(crumbs))}
	for i, c := range crumbs {
		item := BreadcrumbItem{Type: "ListItem", Position: i + 1, Name: c.Label, Item: c.URL}
		if item.Item == "" {
			item.Item = here
		}
		list.Items[i] = item
	}
	return list
}
