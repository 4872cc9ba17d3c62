import { element, find, setText } from "./dom.js";

let shown = "";

export function showShop(shop) {
  find("front").hidden = shop === null;
  find("misfit").hidden = shop !== null;
  if (shop === null || JSON.stringify(shop) === shown) {
    return;
  }

  shown = JSON.stringify(shop);
  document.title = shop.title;
  setText(find("title"), shop.title);
  setText(find("banner"), shop.banner);
  find("open").hidden = shop.maintenance;
  find("closed").hidden = !shop.maintenance;
  setText(find("discount"), shop.discountPercent > 0 ? `${shop.discountPercent} % off everything` : "");

  const money = new Intl.NumberFormat("en-GB", { style: "currency", currency: shop.currency });
  find("articles").replaceChildren(...shop.articles.map(article => showArticle(article, money)));
  find("features").replaceChildren(...shop.features.map(name => element("li", {}, inWords(name))));
}

function showArticle({ name, price, reducedPrice }, money) {
  const prices = element("span", { className: "price" });
  if (price !== reducedPrice) {
    prices.append(element("span", { className: "unseen" }, "instead of "), element("s", {}, money.format(price)), " ");
  }
  prices.append(element("strong", {}, money.format(reducedPrice)));
  return element("li", {}, element("span", {}, name), prices);
}

// Visitors read "Gift wrap" for the key GiftWrap.
function inWords(name) {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
