// Package picture draws the goods of the demo shop as SVG: one drawing per kind of thing, in the colour of the variant,
// seen in several views. The drawings are deterministic and refer to nothing outside themselves.
package picture

// Kind is what is drawn.
type Kind string

// The kinds of goods that can be drawn.
const (
	Phone      Kind = "phone"
	Earbuds    Kind = "earbuds"
	PowerBank  Kind = "powerbank"
	Laptop     Kind = "laptop"
	Tablet     Kind = "tablet"
	Headphones Kind = "headphones"
	Watch      Kind = "watch"
	Camera     Kind = "camera"
	TV         Kind = "tv"
	Fridge     Kind = "fridge"
	Washer     Kind = "washer"
	RiceCooker Kind = "ricecooker"
	Lamp       Kind = "lamp"
	Chair      Kind = "chair"
	Flask      Kind = "flask"
	Lipstick   Kind = "lipstick"
	Dress      Kind = "dress"
	TShirt     Kind = "tshirt"
	Sneaker    Kind = "sneaker"
	Backpack   Kind = "backpack"
	Snack      Kind = "snack"
	Tea        Kind = "tea"
	Wine       Kind = "wine"
	Blocks     Kind = "blocks"
	Book       Kind = "book"
)

// View is the way in which the thing is shown.
type View string

// The views, in the order of a product's gallery: the first is the main picture.
const (
	Front  View = "front"  // alone, on a neutral ground
	Angle  View = "angle"  // turned a little, on a ground in its own colour
	Detail View = "detail" // enlarged, with its name
	Scene  View = "scene"  // where it is used
)

// Views returns all views, the main picture first.
func Views() []View { return []View{Front, Angle, Detail, Scene} }

// Spec says what to draw.
type Spec struct {
	Kind    Kind
	Colour  string // a colour as the shop calls it ("曜石黑"); unknown names get a quiet colour of their own
	Brand   string // the mark on the thing
	Model   string
	Variant string
	View    View
}
