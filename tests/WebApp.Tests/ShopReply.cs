using System.Net;

namespace WebApp.Tests;

/// <summary>What the shop answered.</summary>
internal sealed record ShopReply(HttpStatusCode Status, string Text);
