package page

// Address is one delivery address.
type Address struct {
	ID        int64
	Name      string
	Phone     string
	Province  string
	City      string
	Region    string
	Detail    string
	PostCode  string
	IsDefault bool
	// Selected is the one that the settlement page delivers to.
	Selected bool
}

// Line is the address in one line, as a parcel shows it; a city that is its own province is named once.
func (a Address) Line() string {
	if a.Province == a.City {
		return a.City + " " + a.Region + " " + a.Detail
	}
	return a.Province + " " + a.City + " " + a.Region + " " + a.Detail
}

// Addresses is the page "addresses" (member host, /address.html). The form adds when Form.ID is zero (POST /address.html)
// and changes otherwise (POST /address/{id}); /address.html?edit={id} shows the page with that address in the form.
// Form fields: name, phone, province, city, region, detail, postCode, isDefault (1 or absent), originUrl.
type Addresses struct {
	Base
	Addresses []Address
	// Form is what stands in the form's fields.
	Form Address
	// OriginURL is where a saved address leads back to, such as the settlement page.
	OriginURL string
	// Limit is how many addresses may be kept; Full tells that no more can be added.
	Limit int
	Full  bool
}
